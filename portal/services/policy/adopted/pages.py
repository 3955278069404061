"""A text seen as pages: which lines recur, which are neighbours, and which are furniture beyond doubt."""

import re
from collections import Counter, defaultdict
from itertools import islice, pairwise

from portal.services.policy.adopted.headings import CONTENTS, heading_of
from portal.services.policy.adopted.markers import marker_of
from portal.services.policy.adopted.source import SMALL_WORDS, SourceLine, ends_sentence, is_label, is_rule

MANUAL = re.compile(
    r"\bpolicy[\s\-]*manual\b|\bmanual of polic(?:y|ies)\b|\bpolicies? (?:and|&) procedures? manual\b", re.I
)
PAGE = re.compile(r"^page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.I)
PAGE_AT_END = re.compile(r"^(.+?)[\s|·\u2013\u2014-]+page\s*\d{1,4}\s*(?:of|/)\s*\d{1,4}$", re.I)
PAGE_NUMBER = re.compile(r"^[-\u2013\u2014\s]*\d{1,4}(?:\s*(?:of|/|-)\s*\d{1,4})?[-\u2013\u2014\s]*$")
NUMBER_LINE = re.compile(r"^policy\s*(?:no\.?|number|#)?\s*\d{1,4}$", re.I)
RIGHTS = re.compile(r"©|\bcopyright\b|\ball rights reserved\b|\bpublished with permission\b", re.I)
EDGE = 6
"""So many lines at the top and bottom of a page may be running heads and feet."""
SHORT = 0.6
WIDE = 100
"""Characters of a wrapped line at most."""
LONGEST_LINE = 300
LONGEST = 16
"""Words of a line of furniture at most."""


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
        lengths = sorted(len(line.text) for line in self.shown)
        self.width = min(lengths[len(lengths) * 9 // 10], WIDE) if lengths else WIDE
        self.names: dict[str, bool] = {}
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
        if PAGE_NUMBER.match(line.text):
            return True
        if marker_of(line.text) or line.text[0].islower():
            return False
        if line.text[-1] in ";:,.?!" and not RIGHTS.search(line.text):
            return False
        return not all(word in SMALL_WORDS for word in line.text.lower().split())

    def recurs(self, place: int) -> int:
        return len(self.places[key_of(self.shown[place])])

    def recurs_below(self, place: int) -> int:
        """How often the line stands below the first heading."""
        return sum(each >= self.first for each in self.places[key_of(self.shown[place])])

    def alone(self, place: int) -> bool:
        """Whether a line has blank lines, furniture or a page's edge on both sides."""
        return self.parted(place, -1) and self.parted(place, 1)

    def parted(self, place: int, step: int) -> bool:
        beside = place + step
        if not 0 <= beside < len(self.shown) or beside in self.found:
            return True
        low, high = sorted((place, beside))
        hashed = self.shown[place].hashed or self.shown[beside].hashed
        return hashed or self.shown[high].number - self.shown[low].number > 1 or self.shown[low].turns

    def in_sentence(self, place: int) -> bool:
        """Whether the line stands where an unfinished one of the text would go on."""
        return not self.parted(place, -1) and not ends_sentence(self.shown[place - 1].text)

    def named(self, text: str) -> bool:
        """Whether running text speaks of "the ..." by these words, as of the agency."""
        if text not in self.names:
            self.names[text] = f"the {text.casefold()}" in self.prose
        return self.names[text]

    def short(self, place: int) -> bool:
        """Whether a line is too short to be one of a wrapped paragraph."""
        return self.parted(place, -1) or len(self.shown[place].text) <= SHORT * self.width

    def beside(self, place: int) -> list[int]:
        return [each for each in (place - 1, place + 1) if each in self.found]

    def grow(self) -> None:
        """Takes in, as long as there is any, what recurs beside furniture in two places or in the preamble."""
        waiting = set(self.found)
        while waiting:
            near = {beside for place in waiting for beside in (place - 1, place + 1)} - self.found
            near = {each for each in near if 0 <= each < len(self.shown) and self.eligible(each)}
            proved = {key for key in {key_of(self.shown[each]) for each in near} if self.frames(key)}
            waiting = {each for each in near if key_of(self.shown[each]) in proved}
            self.found |= waiting

    def frames(self, key: str) -> bool:
        """Whether a line stands beside furniture, or above the first heading, in two places."""
        places = (each for each in self.places[key] if each < self.first or self.beside(each))
        return len(list(islice(places, 2))) > 1


def sure_signs(pages: Pages) -> set[int]:
    """Rules, page numbers, lines of a table of contents, and the manual's name where it is no part of a sentence."""
    return page_numbers(pages) | {
        place
        for place, line in enumerate(pages.shown)
        if is_rule(line.text)
        or is_page(line.text)
        or is_of_contents(line.text)
        or (NUMBER_LINE.match(line.text) and (place < pages.first or pages.recurs(place) > 1))
        or (MANUAL.search(line.text) and pages.eligible(place) and is_manual(pages, place))
    }


def page_numbers(pages: Pages) -> set[int]:
    """Numbers that stand alone and count the pages: three at least, one after the other."""
    alone = [
        place
        for place, line in enumerate(pages.shown)
        if line.text.isascii() and line.text.isdigit() and len(line.text) < 5 and pages.alone(place)
    ]
    counted = [int(pages.shown[place].text) for place in alone]
    in_turn = len(counted) > 2 and all(after == before + 1 for before, after in pairwise(counted))
    return set(alone) if in_turn else set()


def is_page(text: str) -> bool:
    """Whether a line tells the page, alone or behind a name: Orchard Gates - Page 3 of 7."""
    at_end = PAGE_AT_END.match(text) if len(text) < LONGEST_LINE else None
    return bool(PAGE.match(text)) or (at_end is not None and is_label(at_end[1]))


def is_of_contents(text: str) -> bool:
    """Whether a line belongs to a table of contents: dots lead to the number of a page."""
    return len(text) < LONGEST_LINE and bool(CONTENTS.search(text))


def is_manual(pages: Pages, place: int) -> bool:
    sole = pages.recurs(place) == 1
    return is_label(re.sub(r"[|/•·\u2013\u2014]", " ", pages.shown[place].text)) and not (
        sole and pages.in_sentence(place)
    )


def is_furnishing(pages: Pages, place: int) -> bool:
    """What every manual has on its pages, and what is never a title."""
    text = pages.shown[place].text
    signs = (MANUAL, PAGE_NUMBER, NUMBER_LINE, RIGHTS)
    return is_rule(text) or is_page(text) or is_of_contents(text) or any(sign.search(text) for sign in signs)


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
