"""Is the programme ready to go live? Each point of the checklist, judged by what is on file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["done", "open", "advised"]
"""`advised` is no obstacle, but somebody should look at it."""
Where = Literal["questions", "posts", "meeting", "text", "authority", "checkpoint"]
"""Where the next step is taken."""

NEEDED = 2
"""People who can confirm: one proposes, another decides."""


@dataclass(frozen=True)
class Point:
    """One point: how it stands and on what that rests, the policy's section or the law behind it, the next step."""

    title: str
    state: State
    found: str
    law: str
    where: Where
    next: str = ""


@dataclass(frozen=True)
class Seat:
    """One duty: who carries it by the profile, and whether anybody does so now."""

    duty: str
    carriers: Sequence[str]
    """Published names of the posts or titles; empty where the duty is unanswered."""
    held: bool
    needed: bool
    section: str


@dataclass(frozen=True)
class Kept:
    """One source of reads that the portal purges."""

    label: str
    answered: bool
    authority: str
    """The resolution on file; empty without one."""
    section: str


@dataclass(frozen=True)
class Facts:
    """What is on file now."""

    seats: Sequence[Seat]
    deciders: int
    """People who may confirm what somebody else proposes."""
    one_person: bool
    """Whether somebody both administers the programme and directs its audits, where the policy names two posts."""
    audit_section: str
    open_questions: int
    meeting: tuple[str, date] | None
    version: tuple[int, date] | None
    """Number of the text in force, and since when."""
    drafts: int
    sources: Sequence[Kept]
    destruction_law: str
    checkpoint: date | None
    policy: str


def points(facts: Facts) -> list[Point]:
    """Every point, in the order they are best taken."""
    return [
        questions(facts),
        *(seat(each) for each in facts.seats),
        second_person(facts),
        *separation(facts),
        meeting(facts),
        text(facts),
        *(authority(each, facts.destruction_law) for each in facts.sources),
        checkpoint(facts),
    ]


def questions(facts: Facts) -> Point:
    count = facts.open_questions
    return Point(
        "Every question the text leaves open is answered",
        "open" if count else "done",
        f"{count} {'is' if count == 1 else 'are'} still open." if count else "None is open.",
        "Civil Code 1798.90.51(b)(2)",
        "questions",
        "Answer them, each with what the answer rests on." if count else "",
    )


def seat(each: Seat) -> Point:
    title = f"Somebody carries the duty: {each.duty}"
    if not each.carriers:
        return Point(
            title,
            missing(each),
            "The profile names nobody.",
            each.section,
            "questions",
            "Answer who carries it.",
        )
    carriers = ", ".join(each.carriers)
    if each.held:
        found = (
            f"Held now: {carriers}." if len(each.carriers) == 1 else f"One of these is, at least: {carriers}."
        )
        return Point(title, "done", found, each.section, "posts")
    return Point(title, missing(each), f"Nobody is now: {carriers}.", each.section, "posts", "Fill the post.")


def missing(each: Seat) -> State:
    return "open" if each.needed else "advised"


def second_person(facts: Facts) -> Point:
    enough = facts.deciders >= NEEDED
    return Point(
        "Two people can confirm each other's changes",
        "done" if enough else "open",
        f"{facts.deciders} can. A text is published, and a post given, only with a second person.",
        facts.policy,
        "posts",
        "" if enough else "Give another person a post that may confirm.",
    )


def separation(facts: Facts) -> Iterator[Point]:
    if facts.one_person:
        yield Point(
            "Whoever runs the system does not audit it",
            "advised",
            "One person holds both posts now, although the policy names two.",
            facts.audit_section,
            "posts",
            "Give one of the posts to somebody else, or be ready to explain it.",
        )


def meeting(facts: Facts) -> Point:
    title, law = "The programme was put before a public meeting", "Civil Code 1798.90.55(a)"
    if facts.meeting:
        body, held_on = facts.meeting
        return Point(title, "done", f"{body}, {told(held_on)}.", law, "meeting")
    step = "Put it on the agenda of a regular public meeting with room for comment, then record the meeting."
    return Point(title, "open", "No meeting is on record.", law, "meeting", step)


def text(facts: Facts) -> Point:
    title, law = "The adopted text is published", "Civil Code 1798.90.51(b)(1)"
    if facts.version:
        number, since = facts.version
        return Point(title, "done", f"Version {number} is in force since {told(since)}.", law, "text")
    if facts.drafts:
        return Point(title, "open", "A draft is imported.", law, "text", "Settle its doubts and publish it.")
    return Point(title, "open", "No text was imported.", law, "text", "Import the text as it was adopted.")


def authority(source: Kept, law: str) -> Point:
    """Without an authority nothing is destroyed: the purge only counts, which is safe to go live with."""
    title = f"Reads of “{source.label}” may be destroyed when their time is up"
    law = law or source.section
    if not source.answered:
        found = "How long they are kept is unanswered: nothing is destroyed, the purge is a preview only."
        return Point(title, "open", found, law, "questions", "Answer how long, and on which law it rests.")
    if not source.authority:
        found = "No authority is on file: nothing is destroyed, the purge is a preview only."
        step = "Record the governing body's resolution and the attorney's consent before the first reads are due."
        return Point(title, "advised", found, law, "authority", step)
    return Point(title, "done", f"{source.authority} is on file.", law, "authority")


def checkpoint(facts: Facts) -> Point:
    title, law = "A checkpoint of the record lies in a second place", "CJIS AU-9"
    if facts.checkpoint:
        return Point(title, "done", f"The newest was made on {told(facts.checkpoint)}.", law, "checkpoint")
    step = "Whoever runs the machine: flask ledger checkpoint --out FILE, and keep the file elsewhere."
    return Point(
        title,
        "open",
        "None was made. Without one nobody can tell a record that was cut short.",
        law,
        "checkpoint",
        step,
    )


def told(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
