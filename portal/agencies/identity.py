"""Which agency, which policy, and what is published about who oversees the system."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints

from portal.agencies.citation import Modality, Part, Section, Text

Topic = Literal[
    "purposes",
    "who",
    "training",
    "monitoring",
    "sharing",
    "retention",
    "accuracy",
    "dispatch",
    "hotlists",
    "accountability",
]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # it walks through the folder of zones


def _time_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"'{name}' is no time zone; write it as in 'America/Los_Angeles'")
    return name


class Vocabulary(Part):
    """The agency's own words for itself and its people."""

    organisation: Literal["department", "office"]
    officer: Literal["officer", "deputy"]
    members: Text


class Agency(Part):
    """The agency; `kind` decides which destruction law applies (city or county)."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    name: Text
    kind: Literal["city", "county"]
    time_zone: Annotated[str, AfterValidator(_time_zone)] = "America/Los_Angeles"
    vocabulary: Vocabulary


class Policy(Part):
    """The adopted policy: its number, its title, and the section that opens each topic."""

    number: Annotated[str, StringConstraints(pattern=r"^\d+$")]
    title: Text
    sections: Mapping[Topic, Section]


class Publish(Part):
    """Whether the public page prints the designee's title alone or the name too."""

    designee: Literal["title", "title-and-name"]
    section: Section
    modality: Modality


class Rule(Part):
    """One rule of the policy in our own plain words, for the public page."""

    key: Text
    topic: Topic
    text: Text
    section: Section
    modality: Modality
