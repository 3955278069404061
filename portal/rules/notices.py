"""What may stand in a notice: it may travel by mail, so nothing in it may look like a plate."""

import re
from datetime import datetime, timedelta

TOKEN = re.compile(r"[A-Z0-9]+")
SHORTEST, LONGEST = 5, 8
"""A token of so many letters and digits together is taken for a plate. All letters or all digits is not: words and
years would be refused, so no free text somebody typed belongs in a notice."""
SPLIT = re.compile(r"\b(?:[0-9][A-Z]{3}[ -][0-9]{3}|[A-Z]{3}[ -][0-9]{4})\b")
"""Plates as they stand on the metal, in two groups."""
WORD = re.compile(r"[A-Za-z0-9]+")
LEFT_OUT = "[left out]"
MOST_SUBJECT = 120

TRIES = 3
BACK_OFF = (timedelta(), timedelta(minutes=5), timedelta(hours=1))
"""How long after the last try each next one waits: a server is restarted, then a fault is mended."""

ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def holds_plate_like(text: str) -> bool:
    """Whether something in the text could be a plate: letters and digits in one token, or a plate in two groups."""
    tokens = (each for each in TOKEN.findall(text.upper()) if SHORTEST <= len(each) <= LONGEST)
    mixed = any(not each.isdigit() and not each.isalpha() for each in tokens)
    return mixed or SPLIT.search(text) is not None


def without_plates(text: str) -> str:
    """The text, with a mark in the place of whatever looks like a plate: a name may, and must not stop the act."""
    masked = WORD.sub(lambda word: LEFT_OUT if holds_plate_like(word[0]) else word[0], text)
    masked = SPLIT.sub(LEFT_OUT, masked)
    return LEFT_OUT if holds_plate_like(masked) else masked


def as_subject(text: str) -> str:
    """One line that fits into the subject of a mail."""
    line = " ".join(without_plates(text).split())
    return line if len(line) <= MOST_SUBJECT else f"{line[: MOST_SUBJECT - 1]}…"


def check_sendable(subject: str, text: str, path: str) -> None:
    """Raises `ValueError` for what no notice may be: code that tells people must be mended, not the person."""
    if not subject.strip() or not subject.isprintable() or len(subject) > MOST_SUBJECT:
        raise ValueError(f"The subject of a notice is one line of {MOST_SUBJECT} characters at most.")
    if any(holds_plate_like(each) for each in (subject, text, path)):
        raise ValueError("A notice holds something that looks like a plate; say it without.")
    if path and not is_local(path):
        raise ValueError("A notice leads to a page of the portal alone.")


def is_local(path: str) -> bool:
    """Whether it is an address within the portal, whatever a browser makes of it."""
    return path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()


def is_address(text: str) -> bool:
    """Whether mail can be sent there as it stands: one address, nothing but ASCII, no blanks."""
    return ADDRESS.fullmatch(text) is not None


def is_due(tries: int, last_try: datetime | None, now: datetime) -> bool:
    """Whether the next try of a mail may be made; the moment itself is in."""
    if tries >= TRIES:
        return False
    return last_try is None or last_try + BACK_OFF[tries] <= now
