"""Where the run keeps its files: in memory where there is room, since nothing of a run outlives it.

Each test has a database of its own, some three hundred files on PostgreSQL. On a disk making them costs the system
ten times what it costs in memory, and every commit that waits for the disk costs again.
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - open to everybody like /tmp; whatever is made in it has a name of its own
ENOUGH = 2 * 1024**3
"""Bytes that must be free: many times what the tests under way need, and what failed ones leave to be looked at."""
VARIABLE = "PYTEST_DEBUG_TEMPROOT"
"""Where pytest makes its temporary folders; whoever sets it decides."""


def folder() -> Path:
    """The folder for what the run makes: the memory's if it has room, else the usual one for temporary files."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH:
        return MEMORY
    return Path("/tmp" if os.geteuid() == 0 else tempfile.gettempdir())  # noqa: S108 - root's own may be closed to others
