"""The command line: many pictures and films, every core, results that survive being stopped."""
