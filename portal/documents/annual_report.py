"""The annual report on the ALPR programme, for whoever receives it under the policy."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from portal.access import Duty
from portal.agencies.profile import Profile
from portal.documents.typeset import environment, typeset
from portal.rules.annual import AnnualNumbers, Counts

REASONS = {
    "purpose.missing": "No purpose of the policy chosen",
    "reason.says-nothing": "The narrative said nothing of its own",
    "reason.personal-data": "Personal data in the narrative",
    "case.missing": "No case number",
    "case.required": "No case number where the policy requires one",
    "case.none-unexplained": "“None” as case number, without the reason",
    "suspicion.missing": "No articulable suspicion stated",
    "search.too-wide": "Neither a plate nor a device and a short time window",
    "search.window": "The time window ended before it began",
    "plate.length": "Not a plate",
    "plate.too-little-known": "Too few known characters of a plate",
    "access.barred": "Training or clearance missing",
    "access.no-permission": "Not among what the title and posts include",
    "access.not-found": "Nothing there, or nothing of theirs",
    "password": "Wrong user name or password",
    "code": "Wrong, old or used code",
}
"""Outcomes of the record in plain words; one that is not here is shown as its code reads."""


@dataclass(frozen=True)
class Made:
    """When a document was made, and by whom: name, and title or post if there is one."""

    at: datetime
    by: str
    title: str = ""


def annual_report(numbers: AnnualNumbers, profile: Profile, made: Made) -> bytes:
    """The report as a PDF. It cites the rows it was counted from, so that anybody can recount it."""
    return typeset(
        "documents/annual_report.html",
        numbers=numbers,
        profile=profile,
        agency=profile.agency,
        made=made,
        preliminary=made.at < numbers.until,
        recipients=profile.holders_of(profile.annual_report.to),
        administrators=profile.holders_of(Duty.ADMINISTRATOR),
        purpose=labeller({each.key: each.label for each in profile.purposes.search}),
        source=labeller({key: each.label for key, each in profile.retention.sources.items()}),
        reason=labeller(REASONS),
        signin_failures=signin_failures,
        local=in_zone(ZoneInfo(profile.agency.time_zone)),
    )


def signin_failures(failed: Counts) -> list[tuple[str, int]]:
    """Why sign-ins failed, for the table that begins with those that did not."""
    return [(f"Failed: {REASONS.get(outcome, words(outcome)).lower()}", n) for outcome, n in failed.items()]


def labeller(labels: dict[str, str]) -> Callable[[str], str]:
    """Says a key as people read it: by its label, else in its own words."""

    def label(key: str) -> str:
        return labels.get(key) or words(key) or "Not stated"

    return label


def in_zone(zone: ZoneInfo) -> Callable[[datetime], str]:
    """Writes a moment in the agency's zone, the zone always named: 2 January 2027, 09:30 PST."""

    def local(moment: datetime) -> str:
        here = moment.astimezone(zone)
        return f"{here.day} {here:%B %Y, %H:%M %Z}"

    return local


def words(key: str) -> str:
    """`search.results-opened` as “Search results opened”."""
    return key.replace(".", " ").replace("-", " ").replace("_", " ").capitalize()


def number(value: int) -> str:
    return f"{value:,}"


def percent(share: Fraction) -> str:
    """To one decimal, cut off and not rounded: 100.0 % is said of everything, never of nearly everything."""
    tenths = int(share * 1000)
    return f"{tenths // 10}.{tenths % 10} %"


def counted(value: int, one: str, many: str) -> str:
    """`no searches`, `1 search`, `1,204 searches`."""
    return f"{number(value) if value else 'no'} {one if value == 1 else many}"


def section_mark(section: str) -> str:
    """A section of the policy gets its sign, a citation of law stands as it is."""
    return f"§ {section}" if section[:1].isdigit() else section


environment.filters |= {
    "words": words,
    "number": number,
    "percent": percent,
    "counted": counted,
    "section": section_mark,
}
