"""How plates are lettered: the series California issues, and the commonest patterns of other states.

A series only ranks what was seen, it never overwrites it: a vanity plate follows none and must stay readable.
California's series are those seen on its roads and not yet checked against a publication of its Department of Motor
Vehicles. The weights are our estimate of how often an officer in California meets each, on a scale of their own.
"""

import math
from dataclasses import dataclass

UNUSUAL = 0.003
"""Weight of a text that follows no series: vanity plates, other countries, and things that are no plate."""

RARE = {"I": 0.3, "O": 0.3, "Q": 0.2}
"""Most states keep letters that look like digits out of their series, or nearly so: what such a letter costs where
a series does not say itself which places are without it."""

NAMES = tuple(
    "ALABAMA ALASKA ARIZONA ARKANSAS CALIFORNIA COLORADO CONNECTICUT DELAWARE FLORIDA GEORGIA HAWAII IDAHO ILLINOIS"
    " INDIANA KANSAS KENTUCKY LOUISIANA MAINE MARYLAND MASSACHUSETTS MICHIGAN MINNESOTA MISSISSIPPI MISSOURI MONTANA"
    " NEBRASKA NEVADA NEWHAMPSHIRE NEWJERSEY NEWMEXICO NEWYORK NORTHCAROLINA NORTHDAKOTA OKLAHOMA OREGON"
    " PENNSYLVANIA RHODEISLAND SOUTHCAROLINA SOUTHDAKOTA TENNESSEE TEXAS VERMONT VIRGINIA WASHINGTON WESTVIRGINIA"
    " WISCONSIN WYOMING".split()
)


@dataclass(frozen=True, slots=True)
class Series:
    """One way plates are lettered, as a pattern of `9` for a digit and `A` for a letter.

    `without` gives, for a place (from 0), characters the series never has there. `region` is empty where several
    states use the pattern.
    """

    pattern: str
    weight: float
    region: str | None = None
    without: tuple[tuple[int, str], ...] = ()

    def spells(self, text: str) -> bool:
        """Whether `text` is one of the series."""
        return len(text) == len(self.pattern) and all(map(self.allows, range(len(text)), text))

    def likelihood(self, text: str) -> float:
        """The weight of the series for one of its texts."""
        if self.without:
            return self.weight
        return self.weight * math.prod(RARE.get(char, 1.0) for char in text)

    def allows(self, place: int, char: str) -> bool:
        """Whether a text of the series may have `char` at `place`."""
        if (self.pattern[place] == "9") != char.isdigit():
            return False
        return all(place != where or char not in letters for where, letters in self.without)


SERIES = (
    # Passenger cars since 1980: never I, O or Q as first or last letter, and no leading 0.
    Series("9AAA999", 1.0, "us-ca", ((0, "0"), (1, "IOQ"), (3, "IOQ"))),
    # Passenger cars after 9ZZZ999 is used up.
    Series("999AAA9", 0.05, "us-ca", ((3, "IOQ"), (5, "IOQ"))),
    # Commercial trucks and vans.
    Series("9A99999", 0.4, "us-ca", ((1, "IOQ"),)),
    Series("99999A9", 0.15, "us-ca", ((5, "IOQ"),)),
    # Exempt vehicles of cities, counties, schools and the state.
    Series("9999999", 0.1, "us-ca"),
    # Trailers, motorcycles, disabled persons.
    Series("9AA9999", 0.1, "us-ca", ((1, "IOQ"), (2, "IOQ"))),
    Series("99A9999", 0.05, "us-ca", ((2, "IOQ"),)),
    Series("99999AA", 0.05, "us-ca"),
    # Passenger cars of other states, and California's own from before 1980.
    Series("AAA9999", 0.6),
    Series("AAA999", 0.4),
    Series("999AAA", 0.4),
    Series("AA9A9A", 0.4),
    Series("A999999", 0.25),
    Series("AA99999", 0.2),
    Series("AA9A999", 0.1),
    Series("AA9999", 0.1),
    Series("99AA99", 0.05),
    Series("9A9A999", 0.05),
    Series("9AA999", 0.1),
    Series("AAAA99", 0.05),
    Series("9999AA", 0.05),
    Series("9999A", 0.02),
)


def weight(text: str) -> float:
    """How likely a plate is lettered like `text`, against other ways to letter one."""
    return max((series.likelihood(text) for series in SERIES if series.spells(text)), default=UNUSUAL)


def region(text: str) -> str | None:
    """The state whose series alone spells `text`, as `us-ca`; None when the lettering does not tell."""
    likeliest = max(
        (series for series in SERIES if series.spells(text)), key=lambda series: series.weight, default=None
    )
    return likeliest.region if likeliest else None


def is_name_of_state(text: str) -> bool:
    """Whether the text is what a reader makes of a state's name: five letters of it or more, in their order."""
    return len(text) >= 5 and any(_in_order(text, name) for name in NAMES)


def _in_order(text: str, name: str) -> bool:
    rest = iter(name)
    return all(char in rest for char in text)
