"""`flask people ...`: accounts at the command line. Each family of commands is a module of its own beside this one."""

from importlib import import_module

from flask.cli import AppGroup

group = AppGroup("people", help="People and their accounts.")

for family in ("accounts", "clearance", "departures", "sessions", "signin"):
    import_module(f"portal.cli.people_{family}")  # its commands join the group
