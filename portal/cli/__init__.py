"""`flask <noun> <verb>`: thin commands over the services. Each noun is a module, imported when it is called for.

So the web server does not load the demonstration, and a command starts without what only another needs.
"""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

COMMANDS = {
    "access": "access:group",
    "agency": "agency:group",
    "config": "serve:config",
    "demo": "demo:group",
    "jobs": "jobs:group",
    "ledger": "ledger:group",
    "notices": "notices:group",
    "people": "people:group",
    "policy": "policy:group",
    "posts": "posts:group",
    "reads": "reads:group",
    "report": "report:group",
    "serve": "serve:serve",
    "training": "training:group",
}
"""Where each command is: module and name."""


class Commands(AppGroup):
    """The commands above, and whatever an extension adds."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*super().list_commands(context), *COMMANDS})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return super().get_command(context, name)
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(f"portal.cli.{module}"), attribute)
        return command


def install(app: Flask) -> None:
    app.cli = Commands(app.name, commands=app.cli.commands)
