"""`flask policy`: the adopted text and how it is kept."""

from flask.cli import AppGroup

from portal.cli.policy_import import import_text

group = AppGroup("policy", help="The adopted text and how it is kept.")
group.add_command(import_text)
