"""The law as dated sets of rules, a file each: what it asks a policy to say, what set-up must ask, what it limits.

A set is in force, or a simulation of a bill that reports what would change. A further set is a file, no code.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.agencies.citation import Key, Part, Text
from portal.agencies.clauses import ControlKey

LAW = Path(__file__).parent / "law"
IN_FORCE = "2016-sb34"


class Question(Part):
    """One answer the law needs; `*` in `key` stands for every entry of that table."""

    key: Text
    question: Text
    law: Text
    stops: Text


class Element(Part):
    """One thing the law asks an agency to say or do, and when a policy covers it.

    It is covered when a clause is bound to each control of `covered`, when set-up has answered the question `answer`,
    or when `record` is on file. It is thin when clauses are bound to some of `covered` or `thin` only, and missing when
    to none. While the question `answer` is open, a clause bound to `covered` alone does not count: a text that asks for
    a list is not yet a list. `lacks` says what a thin text does not say.
    """

    key: Key
    title: Text
    asks: Text
    law: Text
    covered: tuple[ControlKey, ...] = ()
    thin: tuple[ControlKey, ...] = ()
    answer: Text | None = None
    record: Literal["meeting"] | None = None
    lacks: Text | None = None

    @model_validator(mode="after")
    def _can_be_covered(self) -> Self:
        if not (self.covered or self.answer or self.record):
            raise ValueError(f"{self.key} can never be covered: give covered, answer or record")
        return self


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
    questions: tuple[Question, ...] = ()
    elements: tuple[Element, ...] = ()
    measures: tuple[Measure, ...] = ()

    @model_validator(mode="after")
    def _elements_turn_on_its_questions(self) -> Self:
        asked = {question.key for question in self.questions}
        if strangers := sorted({part.answer for part in self.elements if part.answer} - asked):
            raise ValueError(f"no question asks for {', '.join(strangers)}")
        return self


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
