"""The public page as values: the text in force, and beside each clause what carries it out and the newest evidence."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from portal.access import Duty
from portal.agencies.clauses import Binding
from portal.controls import CONTROLS
from portal.models import ConformanceRun, PolicyVersion
from portal.rules.public_page import Carried, Shown, ShownClause, ShownSection
from portal.services import people
from portal.services.policy import page
from portal.services.work import Work

SECTION = re.compile(r"[\d.]+")


def shown(work: Work) -> Shown:
    """What the public page tells now. It holds no plate, no case, no record's id, and no name the policy keeps."""
    version = page.version_in_force(work)
    run = page.newest_run(work.session)
    bindings, found = work.profile.bindings(), found_by(run)
    texts = sections_of(version, bindings, found) if version else sections_bound(bindings, found)
    return Shown(
        version=page.shown_version(version) if version else None,
        sections=texts,
        versions=page.shown_versions(work.session),
        custodian=work.profile.holders_of(Duty.ADMINISTRATOR),
        designee=tuple(page.published_designee(work)),
        purge=page.last_purge(work.session),
        checked_at=run.checked_at if run else None,
        procedures=page.procedures(work),
        elements=page.elements(work),
        day=people.local_day(work.profile, work.now),
    )


Found = Mapping[str, Mapping[str, Any]]


def found_by(run: ConformanceRun | None) -> Found:
    """What a check found, by control; without its offenders, which are the administrator's alone."""
    if run is None:
        return {}
    return {
        each["control"]: {
            "status": each["status"],
            "evidence": each["evidence"],
            "count": each["count"],
            "checked_at": run.checked_at,
        }
        for each in run.results
    }


def sections_of(
    version: PolicyVersion, bindings: Mapping[str, Binding], found: Found
) -> tuple[ShownSection, ...]:
    return tuple(
        ShownSection(
            section["number"],
            section["title"],
            tuple(
                clause_shown(clause["id"], clause["text"], clause["depth"], bindings.get(clause["id"]), found)
                for clause in section["clauses"]
            ),
        )
        for section in version.sections
    )


def sections_bound(bindings: Mapping[str, Binding], found: Found) -> tuple[ShownSection, ...]:
    """The clauses the profile knows, before a text is published: their ids, and what carries them out."""
    sections = groupby(bindings.values(), lambda binding: section_of(binding.id))
    return tuple(
        ShownSection(number, "", tuple(clause_shown(each.id, "", 0, each, found) for each in group))
        for number, group in sections
    )


def section_of(clause: str) -> str:
    number = SECTION.match(clause)
    return number.group().rstrip(".") if number else clause


def clause_shown(id: str, text: str, depth: int, binding: Binding | None, found: Found) -> ShownClause:
    carried = tuple(carried_by(binding.controls, found)) if binding else ()
    return ShownClause(id, text, depth, binding.modality if binding else None, carried)


def carried_by(controls: tuple[str, ...], found: Found) -> Iterator[Carried]:
    """Each control with what the newest check found of it."""
    for key in controls:
        control = CONTROLS.get(key)
        if control is None:
            yield Carried(key, "unknown", "", "unknown")
        else:
            yield Carried(key, control.kind, control.does, **found.get(key, {"status": "unchecked"}))
