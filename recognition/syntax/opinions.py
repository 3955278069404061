"""Several opinions on the state of a plate made one."""

from collections.abc import Iterable, Mapping

from recognition.syntax.states import book
from recognition.values import Region

DOUBT = 0.01
"""Part of every opinion that says nothing, so that no single one can rule a state out."""


def combine(*opinions: Iterable[Region], limit: int = 5) -> list[Region]:
    """The likeliest states after independent opinions, each a list of regions as `regions` gives, likeliest first.

    What an opinion leaves to 1 it spreads evenly over the states it does not name. The reason of a state is that of
    the opinion that speaks most for it. An empty opinion changes nothing.
    """
    heard = [{each.region: each for each in opinion} for opinion in opinions]
    chances = dict.fromkeys(book().states, 1.0)
    for named in heard:
        rest = _left(named) / max(len(chances) - len(named), 1)
        for region in chances:
            said = named[region].confidence if region in named else rest
            chances[region] *= (1 - DOUBT) * said + DOUBT / len(chances)
    total = sum(chances.values())
    likeliest = sorted(chances, key=lambda region: (-chances[region], region))[:limit]
    return [
        Region(region, chances[region] / total, reason)
        for region in likeliest
        if (reason := _reason(region, heard))
    ]


def _left(named: Mapping[str, Region]) -> float:
    return max(1 - sum(each.confidence for each in named.values()), 0.0)


def _reason(region: str, heard: Iterable[Mapping[str, Region]]) -> str:
    """The reason of the opinion that gives the state most; empty where none names it."""
    named = [opinion[region] for opinion in heard if region in opinion]
    return max(named, key=lambda each: each.confidence).reason if named else ""
