"""Files that are either wholly there, and stay there after a power cut, or not there at all."""

import os
import tempfile
from pathlib import Path

TEMPORARY_SUFFIX = ".part"


def write_durably(path: Path, data: bytes) -> None:
    """Put `data` at `path`, readable by its owner alone (0400), and return once it survives a power cut.

    Written under a temporary name beside it, synced, renamed; then the folder is synced. Raises OSError and
    leaves nothing half-written. A failed sync is never tried again on the same file: the kernel may by then have
    dropped the unwritten pages and would report success.
    """
    descriptor, temporary = tempfile.mkstemp(
        prefix=f".{path.name}.", suffix=TEMPORARY_SUFFIX, dir=path.parent
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o400)
            os.fsync(file.fileno())
        os.rename(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names added to or removed from `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
