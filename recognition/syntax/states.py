"""The states and their series, read once from the data files beside this module."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from recognition.syntax.series import Series, variants

HERE = Path(__file__).parent
LONGEST_CHOSEN = 7
"""Characters of the longest text an owner may choose, where a state does not say otherwise."""

EVERYWHERE = "us"
"""The region of the series that every state has much alike."""

Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """One state or the District.

    `weight` is the part of all plates met that are its (0 to 1), mixed as the data say; `national` and `at_home` are
    the two columns it is mixed from: its share of the country's vehicles, and of the plates met in California.
    `vanity` is the part of its plates whose owner chose the text. `words` are its names and slogans.
    """

    region: str
    name: str
    weight: float
    national: float
    at_home: float
    vanity: float
    vanity_longest: int
    names: tuple[str, ...]
    slogans: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All that the data files say: the states by region, the series that all have, how chosen texts are made.

    `ranking` holds the shapes of the search and what a text of none of them weighs; `unlisted` is the part of all
    plates on no list, `national` how the weights of the states are mixed.
    """

    states: dict[str, State]
    everywhere: tuple[Series, ...]
    vanity: Table
    ranking: Table
    unlisted: float
    national: float
    sources: dict[str, str]

    @property
    def series(self) -> Iterator[Series]:
        """Every series, those that all states have first."""
        yield from self.everywhere
        for state in self.states.values():
            yield from state.series


@cache
def book() -> Book:
    """The data files, read at the first call (some 30 ms)."""
    country = _read("us.toml")
    tables = {**country["states"], "us-ca": _read("us-ca.toml")}
    mixture, common = country["mixture"], country["everywhere"]
    listed = 1 - mixture["unlisted"]
    states = tuple(_states(tables, mixture, listed * (1 - common["share"])))
    return Book(
        states={state.region: state for state in states},
        everywhere=_series(
            EVERYWHERE, common["series"], listed * common["share"], mixture["unknown_letters"]
        ),
        vanity=country["vanity"],
        ranking=country["ranking"],
        unlisted=mixture["unlisted"],
        national=mixture["national"],
        sources=country["sources"],
    )


def _read(name: str) -> Table:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _states(tables: Mapping[str, Table], mixture: Table, whole: float) -> Iterator[State]:
    """The states in the order of their regions; `whole` is the part of all plates they share."""
    vehicles = sum(table["vehicles"] for table in tables.values())
    met = sum(table["seen_in_california"] for table in tables.values())
    for region, table in sorted(tables.items()):
        national, at_home = table["vehicles"] / vehicles, table["seen_in_california"] / met
        weight = whole * (mixture["national"] * national + (1 - mixture["national"]) * at_home)
        numbered = weight * (1 - table["vanity"])
        yield State(
            region=region,
            name=table["name"],
            weight=weight,
            national=national,
            at_home=at_home,
            vanity=table["vanity"],
            vanity_longest=table.get("vanity_longest", LONGEST_CHOSEN),
            names=(table["name"], *table.get("names", ())),
            slogans=tuple(table["slogans"]),
            series=_series(region, table["series"], numbered, mixture["unknown_letters"]),
        )


def _series(region: str, rows: Sequence[Table], whole: float, unknown_letters: float) -> tuple[Series, ...]:
    """The series of one region; `whole` is the part of all plates they share."""
    total = sum(row["share"] for row in rows)
    return tuple(
        Series(
            region=region,
            kind=row["kind"],
            notation=row["pattern"],
            without=row.get("without", ""),
            weight=whole * row["share"] / total,
            source=row.get("source", "general"),
            note=row.get("note", ""),
            variants=variants(row["pattern"], row.get("without", ""), unknown_letters),
        )
        for row in rows
    )
