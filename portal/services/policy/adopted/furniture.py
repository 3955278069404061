"""What belongs to the page and not to the policy: running heads and feet, recognised by where and how often they recur.

No agency's name is known here. Sure signs (rules, "Page 3 of 7", a line that names a policy manual, the running title
again, a line at the edge of several pages) anchor a block; what stands beside them and recurs as they do belongs to it.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from portal.services.policy.adopted.headings import CONTENTS, heading_of
from portal.services.policy.adopted.markers import marker_of
from portal.services.policy.adopted.source import SMALL_WORDS, SourceLine, ends_sentence, is_label, is_rule
from portal.services.policy.adopted.text import Doubt

MANUAL = re.compile(
    r"\bpolicy[\s\-]*manual\b|\bmanual of polic(?:y|ies)\b|\bpolicies? (?:and|&) procedures? manual\b", re.I
)
PAGE = re.compile(r"^page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.I)
PAGE_NUMBER = re.compile(r"^[-\u2013\u2014\s]*\d{1,4}(?:\s*(?:of|/|-)\s*\d{1,4})?[-\u2013\u2014\s]*$")
NUMBER_LINE = re.compile(r"^policy\s*(?:no\.?|number|#)?\s*\d{1,4}$", re.I)
RIGHTS = re.compile(
    r"©|\(c\)\s*\d{4}|\bcopyright\b|\ball rights reserved\b|\bpublished with permission\b", re.I
)
EDGE = 6
"""So many lines at the top and bottom of a page may be running heads and feet."""
LONGEST = 16
"""Words of a line of furniture at most."""
NAME_WORDS = 8


@dataclass
class Furniture:
    """The lines left out, the title and its line, lines before the first heading that are text, and what is unsure."""

    numbers: set[int] = field(default_factory=set)
    title: str = ""
    title_line: int = 0
    doubts: list[Doubt] = field(default_factory=list)


def key_of(line: SourceLine) -> str:
    """What makes two lines the same: the words, whatever the page's number or date."""
    return re.sub(r"(?<![\d.])\d+(?![\d.])", "#", line.text.casefold())


class Pages:
    """The lines of a text that are not blank, seen as pages: which recur, which are neighbours."""

    def __init__(self, lines: list[SourceLine], policy: int) -> None:
        self.lines = lines
        self.policy = policy
        self.shown = [line for line in lines if line.text]
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, line in enumerate(self.shown):
            self.places[key_of(line)].append(place)
        self.first = self.first_heading()
        self.prose = " ".join(line.text for line in self.shown[self.first :]).casefold()
        self.found: set[int] = set()

    def first_heading(self) -> int:
        """The place of the first heading: what stands before it is the preamble."""
        for place, line in enumerate(self.shown):
            heading = heading_of(line)
            if heading and heading.number[0] == self.policy and heading.strength != "sentence":
                return place
        return len(self.shown)

    def eligible(self, place: int) -> bool:
        """Whether a line could be furniture at all: it opens no clause and no section, and is no end of a sentence."""
        line = self.shown[place]
        heading = heading_of(line)
        if (heading and heading.number[0] == self.policy) or len(line.text.split()) > LONGEST:
            return False
        if RIGHTS.search(line.text) or PAGE_NUMBER.match(line.text):
            return True
        if marker_of(line.text) or line.text[0].islower() or line.text[-1] in ";:,.?!":
            return False
        return not all(word in SMALL_WORDS for word in line.text.lower().split())

    def recurs(self, place: int) -> int:
        return len(self.places[key_of(self.shown[place])])

    def alone(self, place: int) -> bool:
        """Whether a line has blank lines, furniture or a page's edge on both sides."""
        return self.parted(place, -1) and self.parted(place, 1)

    def parted(self, place: int, step: int) -> bool:
        beside = place + step
        if not 0 <= beside < len(self.shown) or beside in self.found:
            return True
        low, high = sorted((place, beside))
        return self.shown[high].number - self.shown[low].number > 1 or self.shown[low].turns

    def in_sentence(self, place: int) -> bool:
        """Whether the line stands where an unfinished one of the text would go on."""
        return not self.parted(place, -1) and not ends_sentence(self.shown[place - 1].text)

    def named(self, text: str) -> bool:
        """Whether running text speaks of "the ..." by these words, as of the agency."""
        return f"the {text.casefold()}" in self.prose

    def beside(self, place: int) -> list[int]:
        return [each for each in (place - 1, place + 1) if each in self.found]

    def grow(self) -> None:
        """Takes in, as long as there is any, what recurs beside furniture in two places or in the preamble."""
        waiting = set(self.found)
        while waiting:
            near = {beside for place in waiting for beside in (place - 1, place + 1)} - self.found
            waiting = set()
            for place in near:
                if 0 <= place < len(self.shown) and self.eligible(place) and self.recurs(place) > 1:
                    same = self.places[key_of(self.shown[place])]
                    if sum(bool(self.beside(each)) or each < self.first for each in same) > 1:
                        waiting.add(place)
            self.found |= waiting


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
    result.numbers = {pages.shown[place].number for place in pages.found} - {result.title_line}
    if not result.title:
        result.title = running_title(pages)
    return result


def sure_signs(pages: Pages) -> set[int]:
    """Rules, page numbers, lines of a table of contents, and the manual's name where it is no part of a sentence."""
    numbered = sum(bool(PAGE_NUMBER.match(line.text)) for line in pages.shown) > 1
    return {
        place
        for place, line in enumerate(pages.shown)
        if is_rule(line.text)
        or PAGE.match(line.text)
        or CONTENTS.search(line.text)
        or (NUMBER_LINE.match(line.text) and (place < pages.first or pages.recurs(place) > 1))
        or (MANUAL.search(line.text) and pages.eligible(place) and is_manual(pages, place))
        or (numbered and PAGE_NUMBER.match(line.text) and pages.alone(place))
    }


def is_manual(pages: Pages, place: int) -> bool:
    sole = pages.recurs(place) == 1
    return is_label(re.sub(r"[|/•·\u2013\u2014]", " ", pages.shown[place].text)) and not (
        sole and pages.in_sentence(place)
    )


def page_edges(pages: Pages) -> set[int]:
    """Where the text has form feeds: the lines at the top and bottom of a page that other pages have there too."""
    tops, bottoms = edges(pages)
    found: set[int] = set()
    for side in (tops, bottoms):
        seen = Counter(key for page in side for key in {key_of(pages.shown[place]) for place in page})
        for page in side:
            for place in page:
                if seen[key_of(pages.shown[place])] < 2 or not at_edge(pages, place):
                    break
                found.add(place)
    return found


def edges(pages: Pages) -> tuple[list[list[int]], list[list[int]]]:
    """The places at the top and, from the last upwards, at the bottom of each page; none if there is one page."""
    split: list[list[int]] = [[]]
    places = {line.number: place for place, line in enumerate(pages.shown)}
    for line in pages.lines:
        if line.number in places:
            split[-1].append(places[line.number])
        if line.turns:
            split.append([])
    filled = [page for page in split if page]
    if len(filled) < 2:
        return [], []
    return [page[:EDGE] for page in filled], [page[::-1][:EDGE] for page in filled]


def at_edge(pages: Pages, place: int) -> bool:
    line = pages.shown[place]
    return pages.eligible(place) or (
        line.text[-1] == "." and is_label(line.text[:-1]) and not marker_of(line.text)
    )


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


def is_furnishing(pages: Pages, place: int) -> bool:
    """What every manual has on its pages, and what is never a title."""
    text = pages.shown[place].text
    signs = (MANUAL, PAGE, PAGE_NUMBER, NUMBER_LINE, RIGHTS, CONTENTS)
    return is_rule(text) or any(sign.search(text) for sign in signs)


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
        if MANUAL.search(pages.shown[place].text) and pages.eligible(place):
            pages.found.add(place)
    for place in beside_furniture(pages):
        text = pages.shown[place].text
        if not pages.eligible(place) or not is_label(text) or len(text.split()) > NAME_WORDS:
            continue
        if pages.recurs(place) == 1 and has_name(pages, place, result.title):
            continue
        if pages.named(text):
            pages.found.add(place)
        elif pages.alone(place) and not is_rule(pages.shown[pages.beside(place)[0]].text):
            pages.found.add(place)
            result.doubts.append(
                Doubt(
                    pages.shown[place].number,
                    f"“{text}” stands once beside the head or foot of a page and was left out as part of it.",
                )
            )


def has_name(pages: Pages, place: int, title: str) -> bool:
    """Whether the furniture beside a place already has a name besides the manual's and the title."""
    for step in (-1, 1):
        beside = place + step
        while beside in pages.found:
            text = pages.shown[beside].text
            if is_label(text) and not is_furnishing(pages, beside) and text.casefold() != title.casefold():
                return True
            beside += step
    return False


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


def running_title(pages: Pages) -> str:
    """The title where the text begins with a section: the furniture that recurs and names neither manual nor agency."""
    for place in sorted(pages.found, reverse=True):
        text = pages.shown[place].text
        if is_label(text) and not is_furnishing(pages, place) and not pages.named(text):
            return text
    return ""
