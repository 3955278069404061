"""Who sits at the command line, as far as the operating system knows."""

import getpass
import socket
from dataclasses import replace

from portal.services.work import Origin, Work


def operated(work: Work) -> Work:
    """The same unit of work, telling the login name and the machine as its terminal."""
    return replace(work, origin=Origin(terminal=f"{login_name()} at {socket.gethostname()}"))


def login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unnamed user"
