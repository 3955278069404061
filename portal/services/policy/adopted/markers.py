"""The marks of lists at the beginning of a line: (c), c), 1., (1), (iv), and bullets of every shape."""

import re
from dataclasses import dataclass

from portal.services.policy.adopted.text import Kind

HARD = "•◦·∙*▪▫●○■□‣\u2043►➢✓\uf0b7\uf0a7"
"""Signs that are bullets wherever a line begins with one; the last two are those of Word's symbol fonts."""
SOFT = "-\u2013\u2014o"
"""Signs that also occur in running text, so that a wrapped line may begin with one."""

GLUED = HARD.replace("*", "").replace("·", "")
"""Signs that are bullets without a space behind them too."""

SIGN = re.compile(rf"^([{re.escape(HARD + SOFT)}])(?:\s+|$)|^([{re.escape(GLUED)}])")
TOKEN = r"([a-zA-Z]{1,2}|[ivxlIVXL]{1,6}|\d{1,2})"  # noqa: S105 the label of a list item
ENCLOSED = re.compile(rf"^\({TOKEN}\)(?=\s|[A-Z]|$)")
HALF_ENCLOSED = re.compile(rf"^{TOKEN}\)(?=\s|$)")
DOTTED = re.compile(rf"^{TOKEN}\.(?=\s|$)")
ROMAN = re.compile(r"^x{0,3}(?:ix|iv|v?i{0,3})$")
ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
RUNS_ON = frozenset(
    "and or of to through above below as shall may must is are was were in who which that if and/or but by".split()
)
"""Words after a letter in parentheses that show it to be a mention: (a) or (b), (c) above."""


@dataclass(frozen=True)
class Reading:
    """One way to count a marker: its style (a, A, i, I, 1 or •) and its place in a list, from 1."""

    style: str
    ordinal: int


@dataclass(frozen=True)
class Marker:
    """A mark and the text after it. `sign` is the bullet before it; `loose` a form that also occurs in prose."""

    written: str
    readings: tuple[Reading, ...]
    rest: str
    sign: str = ""
    loose: bool = False

    @property
    def is_bullet(self) -> bool:
        return self.readings[0].style == "•"

    @property
    def soft(self) -> bool:
        """Whether nothing but a sign that also occurs in running text marks the line."""
        return self.is_bullet and self.sign in SOFT

    @property
    def mentions(self) -> bool:
        """Whether the text after it reads on as after a mention in a sentence."""
        first = self.rest.split(maxsplit=1)[:1]
        return bool(first) and first[0].rstrip(",;") in RUNS_ON

    @property
    def starts(self) -> tuple[Reading, ...]:
        """The readings by which it is the first of a list."""
        return tuple(each for each in self.readings if each.ordinal == 1)


def marker_of(text: str) -> Marker | None:
    """The marker a line begins with, if any. A dash before a letter or number is no mark of its own."""
    found = SIGN.match(text)
    if not found:
        return labelled(text, "")
    sign = found[1] or found[2]
    rest = text[found.end() :].lstrip()
    return labelled(rest, sign) or Marker("•", (Reading("•", 1),), rest, sign)


def labelled(text: str, sign: str) -> Marker | None:
    for pattern, loose in ((ENCLOSED, False), (HALF_ENCLOSED, True), (DOTTED, True)):
        found = pattern.match(text)
        if found and (readings := readings_of(found[1])):
            number = readings[0].style == "1"
            return Marker(found[0], readings, text[found.end() :].strip(), sign, loose and not number)
    return None


def readings_of(token: str) -> tuple[Reading, ...]:
    """Letters count a to z, then aa; what is also a Roman number has both readings."""
    if token.isdigit():
        return (Reading("1", int(token)),) if int(token) else ()
    lower = token.lower()
    upper = token != lower
    if upper and token != token.upper():
        return ()
    found = []
    if len(token) == 1 or (len(token) == 2 and lower[0] == lower[1]):
        found.append(Reading("A" if upper else "a", ord(lower[0]) - 96 + 26 * (len(token) - 1)))
    if ROMAN.match(lower):
        found.append(Reading("I" if upper else "i", roman(lower)))
    return tuple(found)


def roman(token: str) -> int:
    values = [ROMAN_VALUES[char] for char in token]
    return sum(-now if now < after else now for now, after in zip(values, [*values[1:], 0], strict=True))


def family(style: str) -> str:
    """Lists whose items could have the same label count together: letters and Roman numbers, numbers, bullets."""
    return {"1": "number", "•": "bullet"}.get(style, "letter")


def kind_of(style: str) -> Kind:
    kinds: dict[str, Kind] = {"a": "letter", "A": "letter", "•": "bullet"}
    return kinds.get(style, "number")
