"""What an agency's text leaves unanswered: silence is not consent, so what depends on it stays off.

Each question is a line of law, not of any agency: `law/2016-sb34.toml` says which key it asks for, which law
needs the answer and what stops without it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from portal.agencies.citation import Part, Text
from portal.agencies.duties import Assignment
from portal.agencies.profile import Profile

LAW = Path(__file__).parent / "law"


class Question(Part):
    """One answer the law needs; `*` in `key` stands for every entry of that table."""

    key: Text
    question: Text
    law: Text
    stops: Text


class Gap(Part):
    """A question the profile does not answer: where the text comes closest, and what stays off meanwhile."""

    key: str
    question: str
    law: str
    section: str
    stops: str


@cache
def questions(rules: str = "2016-sb34") -> tuple[Question, ...]:
    """The questions a dated set of law asks of every agency, in the order set-up asks them."""
    document = tomllib.loads((LAW / f"{rules}.toml").read_text(encoding="utf-8"))
    return tuple(Question.model_validate(question) for question in document["questions"])


def gaps(profile: Profile) -> list[Gap]:
    """Every question this profile leaves open, with its answers of set-up already in it."""
    return [
        Gap(
            key=key,
            question=question.question,
            law=question.law,
            section=getattr(part, "section", profile.access.section),
            stops=question.stops,
        )
        for question in questions()
        for key, part in _places(profile, question.key)
        if _open(part, key.rpartition(".")[2])
    ]


def _places(profile: Profile, path: str) -> Iterator[tuple[str, Part]]:
    """Each key `path` stands for, with the part of the profile that holds it."""
    *parents, last = path.split(".")
    found: list[tuple[str, object]] = [("", profile)]
    for name in parents:
        found = [(f"{key}{word}.", part) for key, whole in found for word, part in _inside(whole, name)]
    for key, part in found:
        if isinstance(part, Part):
            yield f"{key}{last}", part


def _inside(whole: object, name: str) -> list[tuple[str, object]]:
    if isinstance(whole, Mapping):
        return [(str(word), part) for word, part in whole.items() if name in ("*", word)]
    return [(name, getattr(whole, name))]


def _open(part: Part, name: str) -> bool:
    if isinstance(part, Assignment):
        return not part.answered and part.same_as is None
    return getattr(part, name) in (None, ())
