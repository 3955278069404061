"""Does the portal do what the policy says? Every control is looked at once, then every clause judged by its own."""

import logging
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.agencies.citation import Modality
from portal.agencies.clauses import Binding
from portal.controls import CONTROLS
from portal.controls.control import Control, Evidence, Kind, Status
from portal.models import PolicyException, PolicyVersion
from portal.services.people import local_day
from portal.services.policy import completeness, exceptions, versions
from portal.services.policy.completeness import Found
from portal.services.work import Work

log = logging.getLogger(__name__)

SEVERITY: tuple[Status, ...] = ("fail", "unanswered", "off", "pass")
"""The worst first: a clause stands as the worst of its controls does."""
NOTHING = "Nothing carries this clause out."
NOT_CHECKED = "It could not be checked: the check itself went wrong. The log says where."

Registry = Mapping[str, Control]
Excepted = Mapping[tuple[str, str], PolicyException]


@dataclass(frozen=True)
class Look:
    """What one look at a control found. `kind` is None for a key that no control of the program has."""

    control: str
    kind: Kind | None
    evidence: Evidence


@dataclass(frozen=True)
class Clause:
    """How one clause of the judged text stands.

    `controls` says of each, the chief one first, how binding the clause makes it; `excepted` until when a failing one
    is excused.
    """

    id: str
    controls: Mapping[str, Modality]
    kind: Kind | None
    status: Status
    evidence: str
    excepted: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What a check found: which text was judged, every control that was looked at, every clause, every element."""

    text: str
    version_id: str | None
    looks: Mapping[str, Look]
    clauses: tuple[Clause, ...]
    absent: tuple[str, ...]
    """Clauses that the profile binds and the judged text does not have."""
    completeness: tuple[Found, ...]

    @property
    def failing(self) -> list[Clause]:
        return [clause for clause in self.clauses if clause.status == "fail"]

    @property
    def passes(self) -> bool:
        """Whether there is something to judge, and none of it fails."""
        return bool(self.clauses) and not self.failing


def check(work: Work, registry: Registry = CONTROLS) -> Judged:
    """Looks at every control the profile binds, once each, and judges the clauses by what was found. Changes nothing.

    A check that goes wrong counts as failed, and the others go on.
    """
    version = versions.judged(work.session, local_day(work.profile, work.now))
    bindings = work.profile.bindings()
    ids = [clause.id for clause in versions.clauses(version)] if version else list(bindings)
    looks = look_at(work, registry, [key for each in bindings.values() for key in each.controls])
    excepted = exceptions.in_force(work)
    return Judged(
        text=text_judged(work, version),
        version_id=version.id if version else None,
        looks=looks,
        clauses=tuple(judge(each, bindings.get(each), looks, excepted) for each in ids),
        absent=tuple(each for each in bindings if each not in set(ids)),
        completeness=tuple(completeness.of(work)),
    )


def text_judged(work: Work, version: PolicyVersion | None) -> str:
    """Says in a sentence which text is judged: the one in force, else the newest draft, else the profile alone."""
    number = work.profile.policy.number
    if version is None:
        return f"No text of policy {number} is in force or imported; the clauses bound in its profile are judged."
    if version.publication is None:
        return (
            f"Policy {number}, draft version {version.number}, adopted on {version.adopted_on}; not in force."
        )
    return f"Policy {number}, version {version.number}, in force since {version.publication.effective_on}."


def look_at(work: Work, registry: Registry, keys: Iterable[str]) -> dict[str, Look]:
    """One look at each control, in the order in which the clauses first name them."""
    return {key: look(work, key, registry.get(key)) for key in dict.fromkeys(keys)}


def look(work: Work, key: str, control: Control | None) -> Look:
    if control is None:
        return Look(key, None, Evidence("fail", f"This program has no control called “{key}”."))
    try:
        with work.session.begin_nested():  # on PostgreSQL a statement that fails would spoil those after it
            evidence = control.check(work)
    except Exception as error:
        where = "".join(
            traceback.format_tb(error.__traceback__)
        )  # its message may hold values; its places do not
        log.error("control %s could not be checked: %s\n%s", key, type(error).__name__, where)
        evidence = Evidence("fail", NOT_CHECKED)
    return Look(key, control.kind, evidence)


def judge(clause: str, binding: Binding | None, looks: Mapping[str, Look], excepted: Excepted) -> Clause:
    """How a clause stands: as the worst of its controls, where a failing one passes while an exception covers it."""
    if binding is None:
        return Clause(clause, {}, None, "fail", NOTHING)
    excused = {
        key: excepted[clause, key]
        for key in binding.controls
        if binding.modality_of(key) == "should"
        and (clause, key) in excepted
        and looks[key].evidence.status == "fail"
    }
    statuses = ["pass" if key in excused else looks[key].evidence.status for key in binding.controls]
    return Clause(
        id=clause,
        controls={key: binding.modality_of(key) for key in binding.controls},
        kind=looks[binding.controls[0]].kind,
        status=min(statuses, key=SEVERITY.index),
        evidence=" ".join(told(looks[key], excused.get(key)) for key in binding.controls),
        excepted={key: each.review_on for key, each in excused.items()},
    )


def told(look: Look, exception: PolicyException | None) -> str:
    """The evidence in words fit for the public: of an exception its last day and the post, never the member's name."""
    if exception is None:
        return look.evidence.text
    return f"{look.evidence.text} Excepted until {exception.review_on}, signed by the {exception.post}."
