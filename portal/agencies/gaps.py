"""What an agency's text leaves unanswered: silence is not consent, so what depends on it stays off.

Each question is a line of law, not of any agency: `law/2016-sb34.toml` says which key it asks for, which law
needs the answer and what stops without it.
"""

from collections.abc import Iterator, Mapping

from portal.agencies.citation import Part
from portal.agencies.duties import Assignment
from portal.agencies.keeping import Retention, Source
from portal.agencies.law import questions
from portal.agencies.profile import Profile


class Gap(Part):
    """A question the profile does not answer: where the text comes closest, and what stays off meanwhile."""

    key: str
    question: str
    law: str
    section: str
    stops: str
    suggest: str = ""
    """What may be answered; empty where nothing suggests itself."""


def gaps(profile: Profile) -> list[Gap]:
    """Every question this profile leaves open, with its answers of set-up already in it."""
    return [
        Gap(
            key=key,
            question=_question(part, question.question),
            law=question.law,
            section=_section(profile, part),
            stops=question.stops,
            suggest=profile.suggestions.get(key, question.suggest or ""),
        )
        for question in questions()
        for key, part in places(profile, question.key)
        if _open(part, key.rpartition(".")[2])
    ]


def asked(profile: Profile) -> list[Gap]:
    """Every question the text leaves open, whether set-up has answered it since or not, in the order it is asked."""
    found = gaps(profile.as_written)
    known = {gap.key for gap in found}
    return found + [gap for gap in gaps(profile) if gap.key not in known]


def _question(part: Part, question: str) -> str:
    """Asked of one source among several, a question names it."""
    return f"{part.label}: {question}" if isinstance(part, Source) else question


def _section(profile: Profile, part: Part) -> str:
    """Where the text comes closest: the part's own section, else that of its topic."""
    if isinstance(part, Retention):
        return profile.policy.sections.get("retention", profile.access.section)
    section: str = getattr(part, "section", profile.access.section)
    return section


def places(profile: Profile, path: str) -> Iterator[tuple[str, Part]]:
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
    return [(name, getattr(whole, name))] if hasattr(whole, name) else []


def _open(part: Part, name: str) -> bool:
    if isinstance(part, Assignment):
        return not part.answered and part.same_as is None
    return getattr(part, name) in (None, ())
