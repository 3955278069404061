"""`flask policy ...`: the adopted policy, and whether it is kept."""

from flask.cli import AppGroup

from portal.cli import policy_check

group = AppGroup("policy", help="The adopted policy, and whether it is kept.")
group.add_command(policy_check.check)
