"""`flask <noun> <verb>`: thin commands over the services."""

from flask import Flask


def install(app: Flask) -> None:
    """Registers every group of commands."""
