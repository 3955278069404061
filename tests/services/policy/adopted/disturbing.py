"""Ways to disturb a text that leave what it says as it is: page breaks, spaces, line ends, bullets, blanks, wraps."""

import random
import re
import textwrap

from portal.services.policy.adopted import parse

MARKED = re.compile(r"^\s*(?:[-*•]\s+)?(?:\([a-z0-9]+\)|\d+\.)\s|^\s*[-*•]\s+")
HEADED = re.compile(r"^\W*\d+(?:\.\d+)+\.?\s")
SIGNS = "•◦·–-*▪"  # noqa: RUF001 bullets of many shapes


def block_of(text: str) -> list[str]:
    """The furniture of one page of the text, or an invented one where it has none."""
    policy = parse(text)
    block: list[str] = []
    for line in policy.lines:
        if line.role == "furniture" and line.number > 5:
            block.append(line.text)
        elif block and line.role != "blank":
            break
    return block or ["Quarry Hill Police Department", "Quarry Hill PD Policy Manual", policy.title]


def disturbed(text: str, chance: random.Random) -> str:
    """The text after any of the disturbances, in the order in which a text meets them."""
    lines = text.splitlines()
    block = block_of(text)
    if chance.random() < 0.6:
        lines = with_page_breaks(lines, block, chance)
    if chance.random() < 0.4:
        lines = with_sign(lines, chance.choice(SIGNS))
    if chance.random() < 0.5:
        lines = with_blank_lines(lines, add=chance.random() < 0.5)
    if chance.random() < 0.5:
        lines = wrapped(lines, chance.randint(60, 100))
    if chance.random() < 0.4:
        lines = [re.sub(" ", lambda _: "  " if chance.random() < 0.3 else " ", line) for line in lines]
    return ("\r\n" if chance.random() < 0.3 else "\n").join(lines)


def with_page_breaks(lines: list[str], block: list[str], chance: random.Random) -> list[str]:
    """Furniture at two to four places: between clauses, or in the middle of a sentence that goes on in lower case."""
    lines = list(lines)
    for _ in range(chance.randint(2, 4)):
        page_break = spaced(block) if chance.random() < 0.5 else [*block]
        place = chance.choice([at for at in range(6, len(lines)) if may_break(lines, at)])
        spaces = [found.start() for found in re.finditer(r"(?<=[a-z,]) (?=[a-z]{3})", lines[place])]
        if spaces and lines[place] not in block and not HEADED.match(lines[place]) and chance.random() < 0.5:
            at = chance.choice(spaces)
            lines[place : place + 1] = [lines[place][:at], *page_break, lines[place][at + 1 :]]
        else:
            lines[place:place] = page_break
    return lines


def may_break(lines: list[str], place: int) -> bool:
    """Whether nothing but the sentence itself says that a clause goes on here."""
    line, before = lines[place], lines[place - 1].strip()
    marked = MARKED.match(line) and opens(line, before)
    return (
        not line.strip()
        or bool(marked or HEADED.match(line))
        or (line.lstrip()[:1].islower() and before[-1:] not in (".", ":", ")"))
    )


def spaced(block: list[str]) -> list[str]:
    return ["", *(part for line in block for part in (line, ""))]


def opens(line: str, before: str) -> bool:
    """Whether a line that begins like an item is one: a dash in the middle of a sentence is not."""
    labelled = re.match(r"^\s*(?:[-*•]\s+)?(?:\(|\d)", line)
    return bool(labelled or MARKED.match(before)) or before.strip()[-1:] in ("", ".", ":", ")")


def with_sign(lines: list[str], sign: str) -> list[str]:
    """Other bullets, before letters and numbers too; a sign within a sentence and a rule stay."""
    changed = []
    for before, line in zip(["", *lines], lines, strict=False):
        found = re.match(r"^(\s*)([-*•])(\s+)(.*)$", line)
        is_rule = re.match(r"^\s*[-*]{3,}\s*$", line)
        changed.append(
            f"{found[1]}{sign}{found[3]}{found[4]}" if found and opens(line, before) and not is_rule else line
        )
    return changed


def wrapped(lines: list[str], width: int) -> list[str]:
    return [part for line in lines for part in textwrap.wrap(line, width, break_long_words=False) or [""]]


def with_blank_lines(lines: list[str], add: bool) -> list[str]:
    """Blank lines before every item of a list, or none."""
    changed: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        if MARKED.match(line) and opens(line, before):
            while changed and not changed[-1].strip():
                changed.pop()
            if add:
                changed.append("")
        changed.append(line)
    return changed
