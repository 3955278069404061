"""`flask policy ...`: the adopted text, how it is kept, and what a further law would change."""

from flask.cli import AppGroup

from portal.cli.policy_simulate import simulate

group = AppGroup("policy", help="The adopted text, and how it is kept.")
group.add_command(simulate)
