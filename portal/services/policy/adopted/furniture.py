"""What belongs to the page and not to the policy: running heads and feet, recognised by where and how often they recur.

No agency's name is known here. Sure signs (rules, "Page 3 of 7", a line that names a policy manual, the running title
again, a line at the edge of several pages) anchor a block; what stands beside them and recurs as they do belongs to it.
"""

from dataclasses import dataclass, field

from portal.services.policy.adopted.pages import (
    MANUAL,
    RIGHTS,
    Pages,
    is_furnishing,
    is_of_contents,
    key_of,
    page_edges,
    sure_signs,
)
from portal.services.policy.adopted.source import SourceLine, is_label, is_rule
from portal.services.policy.adopted.text import Doubt

NAME_WORDS = 8
BLOCK = 12
"""Lines of the head and foot of a page together, at most."""


@dataclass
class Furniture:
    """The lines left out, the title and its line, lines before the first heading that are text, and what is unsure."""

    numbers: set[int] = field(default_factory=set)
    title: str = ""
    title_line: int = 0
    doubts: list[Doubt] = field(default_factory=list)


def find_furniture(lines: list[SourceLine], policy: int) -> Furniture:
    """Which lines are furniture, and the policy's title."""
    pages = Pages(lines, policy)
    result = Furniture()
    pages.found |= sure_signs(pages) | page_edges(pages)
    pages.grow()
    title = title_place(pages)
    if title is not None:
        take_title(pages, result, title)
        pages.grow()
    take_neighbours(pages, result)
    pages.grow()
    take_recurring(pages, result)
    take_preamble(pages, result)
    doubt_signs(pages, result)
    result.numbers = {pages.shown[place].number for place in pages.found} - {result.title_line}
    if not result.title:
        result.title = running_title(pages)
    return result


def title_place(pages: Pages) -> int | None:
    """Where the preamble gives the title: the line nearest the first heading, before all one that recurs."""
    offered = [
        place
        for place in range(pages.first)
        if pages.eligible(place) and not is_furnishing(pages, place) and is_label(pages.shown[place].text)
    ]
    best = [place for place in offered if not pages.named(pages.shown[place].text)] or offered
    recurring = [
        place
        for place in best
        if any(each > pages.first for each in pages.places[key_of(pages.shown[place])])
    ]
    found = recurring or best
    return found[-1] if found else None


def take_title(pages: Pages, result: Furniture, place: int) -> None:
    """The title, with the line before it if that breaks off; wherever it stands again it is the running title."""
    line = pages.shown[place]
    result.title, result.title_line = line.text, line.number
    pages.found |= set(pages.places[key_of(line)])
    if result.title.startswith("(") and place and not pages.parted(place, -1) and pages.eligible(place - 1):
        result.title = f"{pages.shown[place - 1].text} {result.title}"
        pages.found |= set(pages.places[key_of(pages.shown[place - 1])])


def take_neighbours(pages: Pages, result: Furniture) -> None:
    """What occurs once, right beside furniture, where a block of it occurs once: the manual's and the agency's name."""
    for place in beside_furniture(pages):
        text = pages.shown[place].text
        if pages.eligible(place) and (RIGHTS.search(text) or (MANUAL.search(text) and is_label(text))):
            pages.found.add(place)
    for place in beside_furniture(pages):
        text = pages.shown[place].text
        named = pages.named(text)
        if is_lone_name(pages, place, result.title) and (pages.short(place) if named else pages.alone(place)):
            pages.found.add(place)
            if not (named and pages.alone(place)):
                what = f"“{text}” stands beside the head or foot of a page and was left out as part of it."
                result.doubts.append(Doubt(pages.shown[place].number, what))


def is_lone_name(pages: Pages, place: int, title: str) -> bool:
    """Whether a line may be the agency's name in a block that has none, and that does not recur itself."""
    text = pages.shown[place].text
    if not pages.eligible(place) or not is_label(text) or len(text.split()) > NAME_WORDS:
        return False
    run = run_beside(pages, place)
    texts = [pages.shown[each].text for each in run]
    if not any(MANUAL.search(text) or text.casefold() == title.casefold() for text in texts):
        return False
    if pages.recurs(place) > 1:
        return pages.named(text)
    lines = [each for each in run if not is_rule(pages.shown[each].text)]
    return not any(has_other_name(pages, each, title) or pages.recurs_below(each) > 1 for each in lines)


def run_beside(pages: Pages, place: int) -> list[int]:
    """The furniture that stands together right before and after a place."""
    run = []
    for step in (-1, 1):
        for beside in range(place + step, place + step * BLOCK, step):
            if beside not in pages.found:
                break
            run.append(beside)
    return run


def has_other_name(pages: Pages, place: int, title: str) -> bool:
    """Whether a line of furniture is a name besides the manual's and the title."""
    text = pages.shown[place].text
    return is_label(text) and not is_furnishing(pages, place) and text.casefold() != title.casefold()


def beside_furniture(pages: Pages) -> list[int]:
    """The places of the text next to furniture."""
    near = {beside for place in pages.found for beside in (place - 1, place + 1)} - pages.found
    return sorted(place for place in near if pages.first <= place < len(pages.shown))


def take_recurring(pages: Pages, result: Furniture) -> None:
    """A name that stands alone again and again, with no other sign: left out from the third time on record."""
    for places in pages.places.values():
        again = [place for place in places if place not in pages.found and place >= pages.first]
        if len(again) < 3 or not all(pages.eligible(each) and pages.alone(each) for each in again):
            continue
        text = pages.shown[again[0]].text
        if not is_label(text):
            continue
        pages.found |= set(again)
        result.doubts.append(
            Doubt(
                pages.shown[again[0]].number,
                f"“{text}” stands alone {len(again)} times and was left out as the head or foot of pages.",
            )
        )


def take_preamble(pages: Pages, result: Furniture) -> None:
    """What stands above the first section beside the title: names are left out, sentences are kept as text."""
    for place in range(pages.first):
        line = pages.shown[place]
        if place in pages.found or not pages.eligible(place):
            continue
        pages.found.add(place)
        if not (is_furnishing(pages, place) or pages.named(line.text)):
            result.doubts.append(
                Doubt(
                    line.number,
                    f"“{line.text}” stands above the first section and was left out as no part of it.",
                )
            )


def doubt_signs(pages: Pages, result: Furniture) -> None:
    """A sign that stands once and by itself may be more than furniture."""
    contents = [line for line in pages.shown if is_of_contents(line.text)]
    for line in contents[:1]:
        result.doubts.append(Doubt(line.number, "This looks like a table of contents and was left out."))
    for place in sorted(pages.found):
        line = pages.shown[place]
        lone = place > pages.first and pages.recurs(place) == 1 and not pages.beside(place)
        if lone and MANUAL.search(line.text):
            result.doubts.append(
                Doubt(line.number, f"“{line.text}” stands once and was left out as a page's head.")
            )


def running_title(pages: Pages) -> str:
    """The title where the text begins with a section: the furniture that recurs and names neither manual nor agency."""
    for place in sorted(pages.found, reverse=True):
        text = pages.shown[place].text
        if is_label(text) and not is_furnishing(pages, place) and not pages.named(text):
            return text
    return ""
