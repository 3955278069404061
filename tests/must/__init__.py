"""The must-have checks of the security report, each named after its number."""
