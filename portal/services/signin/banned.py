"""The passwords nobody may use: the list that comes with the portal, and the agency's own file."""

import logging
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from portal.rules.passwords import Banned, squeezed

log = logging.getLogger(__name__)

QUARTER = timedelta(days=90)
"""CJIS Security Policy IA-5(1)(a): the list is brought up to date quarterly."""

_read: dict[Path, tuple[int, frozenset[str]]] = {}
"""Each file as last read, and when it had last been changed (nanoseconds)."""


def banned(own_list: Path | None) -> Banned:
    """Both lists as they are now."""
    return Banned(common(), own(own_list) if own_list else frozenset())


@cache
def common() -> frozenset[str]:
    """The 30,000 passwords found most often in leaks, as zxcvbn ships them."""
    return forms(FREQUENCY_LISTS["passwords"])


def own(path: Path) -> frozenset[str]:
    """The agency's list, read anew when it changes. One that cannot be read counts as last read; /readyz says so."""
    try:
        changed = path.stat().st_mtime_ns
        if path not in _read or _read[path][0] != changed:
            _read[path] = changed, forms(path.read_text(encoding="utf-8-sig", errors="replace").splitlines())
    except OSError as error:
        log.error("the agency's list of banned passwords cannot be read: %s", error.strerror)
    return _read[path][1] if path in _read else frozenset()


def forms(words: list[str]) -> frozenset[str]:
    folded = {word.strip().casefold() for word in words}
    return frozenset(folded | {squeezed(word) for word in folded}) - {""}


def warning(own_list: Path | None, now: datetime) -> str | None:
    """What is wrong with the agency's own list, for whoever watches the portal; None while nothing is."""
    if own_list is None:
        return None
    try:
        changed = datetime.fromtimestamp(own_list.stat().st_mtime, UTC)
    except OSError as error:
        return f"The agency's list of banned passwords cannot be read ({error.strerror}): {own_list}."
    age = now - changed
    if age < QUARTER:
        return None
    return (
        f"The agency's list of banned passwords was last changed {age.days} days ago. Bring it up to date, or touch "
        f"the file once you have looked, every {QUARTER.days} days at least (CJIS Security Policy IA-5(1)(a))."
    )
