"""The law as dated sets of rules, a file each: what it asks a policy to say, what set-up must ask, what it limits.

A set is in force, or a simulation of a bill that reports what would change. A further set is a file, no code.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.agencies.citation import Law, Part, Text
from portal.agencies.clauses import ControlKey

LAW = Path(__file__).parent / "law"
IN_FORCE = "2016-sb34"


class Question(Part):
    """One answer the law needs; `*` in `key` stands for every entry of that table."""

    key: Text
    question: Text
    law: Text
    stops: Text
    suggest: Text | None = None
    """What agencies commonly answer: shown beside the question, never taken for an answer."""


class Element(Part):
    """One thing the law asks an agency to say or do, and when a policy covers it.

    It is covered when a clause is bound to every control of `covered`, when `answer` names a key of the profile that
    set-up has answered, or when `record` has been put on file. It is thin when some clause is bound to one of `thin`
    (or to some of `covered` only); else it is missing. A key under `needs` that nobody has answered leaves it thin at
    best, or missing where no clause is bound to any of `thin`.
    """

    key: Text
    title: Text
    asks: Text
    law: Text
    covered: tuple[ControlKey, ...] = ()
    thin: tuple[ControlKey, ...] = ()
    answer: Text | None = None
    needs: Text | None = None
    record: Literal["meeting"] | None = None


class Measure(Part):
    """One limit that can be counted on the data at hand: `days` for a cap on how long reads are kept."""

    key: Text
    asks: Text
    counts: Literal["reads-over-retained", "searches-without-case-number"]
    days: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _days_belong_to_a_cap(self) -> Self:
        if (self.counts == "reads-over-retained") != (self.days is not None):
            raise ValueError("days are given for a cap on retention, and only there")
        return self


class RuleSet(Part):
    """One dated set of law. `in_force_since` is None for a simulation, and `status` says what became of the bill."""

    key: Text
    title: Text
    status: Text
    in_force_since: date | None = None
    destruction: Mapping[Literal["city", "county"], tuple[Law, ...]] = Field(default_factory=dict)
    """The statutes that govern the destruction of recordings, by the kind of agency."""
    questions: tuple[Question, ...] = ()
    elements: tuple[Element, ...] = ()
    measures: tuple[Measure, ...] = ()


@cache
def rule_set(key: str = IN_FORCE) -> RuleSet:
    """The set of this name. Raises `KeyError` for one there is no file for."""
    path = LAW / f"{key}.toml"
    if not path.exists():
        raise KeyError(key)
    return RuleSet.model_validate(tomllib.loads(path.read_text(encoding="utf-8")), strict=False)


def rule_sets() -> list[RuleSet]:
    """Every set there is: those in force first, then the simulations."""
    found = [rule_set(path.stem) for path in sorted(LAW.glob("*.toml"))]
    return sorted(found, key=lambda each: (each.in_force_since is None, each.key))


def questions() -> tuple[Question, ...]:
    """The questions the law in force asks of every agency, in the order set-up asks them."""
    return rule_set().questions
