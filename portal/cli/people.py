"""`flask people ...`: accounts at the command line. Each family of commands is a module of its own beside this one."""

from flask.cli import AppGroup

group = AppGroup("people", help="People and their accounts.")

from portal.cli import (  # noqa: E402  their commands join the group above
    people_accounts as people_accounts,
)
from portal.cli import (
    people_departures as people_departures,
)
