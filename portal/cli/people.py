"""`flask people ...`: accounts at the command line. Each family of commands is a module of its own beside this one."""

from flask.cli import AppGroup

group = AppGroup("people", help="People and their accounts.")

from portal.cli import people_signin  # noqa: E402, F401 - adds its commands to the group
