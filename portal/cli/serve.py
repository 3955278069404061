"""`flask serve`: the web server alone; `flask config check`: whether it would start."""

import logging
import signal
import socket
import sys
from types import FrameType

import click
import waitress
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.cli.refusals import in_one_sentence
from portal.config import Settings
from portal.web.installation import NotSetUp, open_tools

config = AppGroup("config", help="The settings of this instance.")
THREADS = 8
LARGEST_BODY = 12 * 1024 * 1024


@click.command("serve")
@in_one_sentence()
def serve() -> None:
    """Serve the portal until stopped."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    settings: Settings = app.extensions["settings"]
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    open_tools(app)
    listener = listen(settings)
    signal.signal(signal.SIGTERM, stop)
    click.echo(f"Serving {settings.public_origin}", err=True)
    waitress.serve(
        app, sockets=[listener], threads=THREADS, max_request_body_size=LARGEST_BODY, ident=None, _quiet=True
    )


def stop(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def listen(settings: Settings) -> socket.socket:
    """Raises `NotSetUp` where the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        raise NotSetUp(
            f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}). "
            "Stop what uses it, or choose another with PLATEBOOK_PORT."
        ) from error
    return listener


@config.command("check")
@in_one_sentence()
def check() -> None:
    """Whether this instance is fit to start: settings, folder, keys, database, binding."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    settings: Settings = app.extensions["settings"]
    open_tools(app)
    click.echo(f"{settings.instance} is fit to start ({settings.agency}).")
