"""The public page as data, for `/policy.json`; its keys are described in docs/reference/policy-json.md."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from portal.access import Duty
from portal.agencies.gaps import Gap
from portal.agencies.profile import Profile
from portal.rules.public_page import Shown, ShownClause

Data = dict[str, Any]


def policy_data(page: Shown, profile: Profile, gaps: Sequence[Gap]) -> Data:
    """Everything `/policy` tells, in plain JSON. Days are `2026-11-02`, moments carry their offset."""
    told: Data = {
        "agency": profile.agency.name,
        "policy": {"number": profile.policy.number, "title": profile.policy.title},
        "day": page.day,
        "version": asdict(page.version) if page.version else None,
        "versions": [asdict(each) for each in page.versions],
        "custodian": {
            "titles": page.custodian,
            "names": page.designee,
            "section": profile.duties[Duty.ADMINISTRATOR].section,
        },
        **rules(profile),
        "checked_at": page.checked_at,
        "counts": page.counts,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "anchor": section.anchor,
                "clauses": [clause_data(each) for each in section.clauses],
            }
            for section in page.sections
        ],
        "last_purge": asdict(page.purge) if page.purge else None,
        "procedures": [asdict(each) for each in page.procedures],
        "completeness": [asdict(each) for each in page.elements],
        "open_questions": [each.model_dump() for each in gaps],
    }
    plain: Data = as_json(told)
    return plain


def rules(profile: Profile) -> Data:
    """What the profile says, each with the section it comes from."""
    return {
        "titles": [
            {
                "name": title.name,
                "access": title.tier,
                "contractor": title.organisation,
                "section": title.section,
            }
            for title in profile.titles
        ],
        "training": {
            "course": profile.training.course,
            "covers": [{"text": item.text, "section": item.section} for item in profile.training.items],
            "years": profile.training.max_age_years,
            "section": profile.training.gate_section,
        },
        "purposes": {
            "collection": [stated(each.label, each.section) for each in profile.purposes.collection],
            "search": [stated(each.label, each.section) for each in profile.purposes.search],
            "prohibited": [stated(each.label, each.law) for each in profile.purposes.prohibited],
        },
        "retention": [
            {
                "source": source.label,
                "at_least": source.minimum.model_dump(exclude_none=True) if source.minimum else None,
                "destroyed_by": source.purged_by,
                "basis": source.basis,
                "section": source.section,
            }
            for source in profile.retention.sources.values()
        ],
        "audit": {"cadence": profile.audit.cadence, "section": profile.audit.section},
        "rules": [
            {"key": rule.key, "topic": rule.topic, "text": rule.text, "section": rule.section}
            for rule in profile.rules
        ],
    }


def stated(text: str, section: str) -> Data:
    return {"text": text, "section": section}


def clause_data(clause: ShownClause) -> Data:
    return {
        "id": clause.id,
        "anchor": clause.anchor,
        "text": clause.text,
        "depth": clause.depth,
        "modality": clause.modality,
        "controls": [asdict(each) for each in clause.carried],
    }


def as_json(value: Any) -> Any:
    """Plain JSON: days and moments as ISO 8601, tuples as lists."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
