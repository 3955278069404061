"""Where a marker belongs among the lists of a section: the next of an open list, the first of one, or out of order."""

from collections import Counter
from dataclasses import dataclass

from portal.services.policy.adopted.markers import Marker, Reading, family


@dataclass
class OpenList:
    """A list that may go on. `prefix` is the beginning of its ids; `whole` how many items ended like a sentence."""

    style: str
    prefix: str
    last: int = 0
    items: int = 0
    whole: int = 0

    def next_by(self, marker: Marker) -> bool:
        if self.style == "•":
            return marker.is_bullet
        return Reading(self.style, self.last + 1) in marker.readings

    @property
    def unpunctuated(self) -> bool:
        """Whether the items before the current one end without a stop, as names do."""
        return self.items > 1 and not self.whole

    def item_id(self) -> str:
        return (
            f"{self.prefix}({f'bullet {self.last}' if self.style == '•' else label(self.style, self.last)})"
        )


@dataclass(frozen=True)
class Place:
    """Where an item goes: its list, how deep that is, and what is unusual about it."""

    list: OpenList
    depth: int
    unusual: str = ""


class Lists:
    """The lists of one section, outermost first, and how many of each kind every container had."""

    def __init__(self, section: str, counts: Counter[tuple[str, str]]) -> None:
        self.section = section
        self.counts = counts
        self.open: list[OpenList] = []
        self.ended: list[OpenList] = []

    def close(self) -> None:
        """Prose ends the lists; one that goes on after it is taken up again."""
        if self.open:
            self.ended = self.open
        self.open = []

    def goes_on(self, marker: Marker) -> bool:
        """Whether the marker is the next of a list that is open or was before the prose."""
        return any(each.next_by(marker) for each in self.open) or self.resumed(marker) is not None

    def resumed(self, marker: Marker) -> OpenList | None:
        outer = self.ended[0] if self.ended and not self.open else None
        return (
            outer if outer and outer.style != "•" and not marker.is_bullet and outer.next_by(marker) else None
        )

    def place(self, marker: Marker, introduced: bool, after: Marker | None) -> Place:
        """Takes the marker in. `introduced`: the clause before ends with a colon; `after`: the next marker there is."""
        start = self.first_of(marker, introduced, after)
        if start is None:
            for depth in range(len(self.open) - 1, -1, -1):
                if self.open[depth].next_by(marker):
                    return self.next_of(depth)
            if resumed := self.resumed(marker):
                self.open = [resumed]
                return self.next_of(0)
            start = marker.starts[0] if marker.starts else None
        return self.begin(start, introduced) if start else self.out_of_order(marker)

    def first_of(self, marker: Marker, introduced: bool, after: Marker | None) -> Reading | None:
        """The first item of a new list although it could be the next of another: (i) after (h), with (ii) behind it."""
        if introduced and marker.is_bullet and self.open and self.open[-1].style != "•":
            return marker.readings[0]
        for reading in marker.starts:
            if reading.style in "iI" and after and Reading(reading.style, 2) in after.readings:
                return reading
        return None

    def next_of(self, depth: int) -> Place:
        del self.open[depth + 1 :]
        return self.advance(depth, self.open[depth].last + 1)

    def advance(self, depth: int, ordinal: int, unusual: str = "") -> Place:
        current = self.open[depth]
        current.last = ordinal
        current.items += 1
        return Place(current, depth, unusual)

    def begin(self, reading: Reading, introduced: bool, unusual: str = "") -> Place:
        """Opens a list: under the last item, or beside the list of its own style as the next one."""
        same = [depth for depth, each in enumerate(self.open) if each.style == reading.style]
        nested = introduced and same and same[-1] != len(self.open) - 1
        if same and not nested:
            del self.open[same[-1] :]
        container = self.open[-1].item_id() if self.open else ""
        key = (f"{self.section}{container}", family(reading.style))
        self.counts[key] += 1
        nth = f"/{self.counts[key]}" if self.counts[key] > 1 else ""
        prefix = f"{container or self.section}{nth}"
        self.open.append(OpenList(reading.style, prefix))
        return self.advance(len(self.open) - 1, reading.ordinal, unusual)

    def out_of_order(self, marker: Marker) -> Place:
        """A gap is left open; a label that was there before, or belongs to no list, begins another."""
        for depth in range(len(self.open) - 1, -1, -1):
            for reading in marker.readings:
                current = self.open[depth]
                if reading.style == current.style and reading.ordinal > current.last:
                    missing = label(current.style, current.last + 1)
                    del self.open[depth + 1 :]
                    return self.advance(
                        depth,
                        reading.ordinal,
                        f"{marker.written} comes where ({missing}) was expected and was taken as the next of the list.",
                    )
        return self.begin(
            marker.readings[0],
            False,
            f"{marker.written} does not go on any list here and was taken as the beginning of another.",
        )


def label(style: str, ordinal: int) -> str:
    """The label of an item as the list would write it: c, cc, iv, 3."""
    if style in "1•":
        return str(ordinal)
    if style in "iI":
        written = (
            "x" * (ordinal // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ordinal % 10]
        )
    else:
        written = chr(97 + (ordinal - 1) % 26) * (1 + (ordinal - 1) // 26)
    return written.upper() if style in "AI" else written
