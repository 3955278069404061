"""A search is a record first: made with its purpose, then opened, each opening an access of its own."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select, tuple_

from portal.ledger import Action
from portal.models import DistinctPlate, HeldRead, Kind, Read, ReadFacts, Search
from portal.rules import RuleBroken
from portal.rules.plates import check_pattern, is_partial, tidy_pattern, variants
from portal.rules.reasons import check_case_number, check_narrative, has_meaning, split_case_number
from portal.services.reads.ingest import AHEAD
from portal.services.reads.keys import key_at, last_key
from portal.services.work import Access, Told, Work

Kept = TypeVar("Kept", Read, HeldRead)
Place = tuple[datetime, int]
"""Where a read stands in a list by time: when it was captured, then its key."""
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

PAGE = 50
MOST_PLATES = 2000
"""How many plates on file a partial plate may stand for before it must be narrowed."""
WIDEST_WINDOW = timedelta(hours=24)
"""Without a plate a search needs a device and a window of this length at most (DESIGN section 4)."""


@dataclass(frozen=True)
class NewSearch:
    """A search as it was typed."""

    plate: str
    state: str
    since: datetime | None
    until: datetime | None
    device: int | None
    purpose: str
    case_number: str
    no_case_reason: str
    narrative: str
    suspicion: str
    on_behalf_of: str


@dataclass(frozen=True)
class Page:
    """Some results, newest first; `older` names the place to go on from, empty at the end."""

    access: Access
    reads: list[ReadFacts]
    older: str


def make(work: Work, new: NewSearch) -> Search:
    """Puts the search on record. Raises `RuleBroken`, naming the field, for what the policy asks and is missing."""
    number, reason = split_case_number(new.case_number, new.no_case_reason)
    check(work, new, number, reason)
    search = Search(
        person_id=work.actor.person_id,
        at=work.now,
        plate_typed=new.plate,
        plate=tidy_pattern(new.plate),
        state=new.state.upper(),
        since=new.since,
        until=new.until,
        device=new.device,
        purpose=new.purpose,
        case_number=number,
        no_case_reason=reason,
        narrative=new.narrative.strip(),
        suspicion=new.suspicion.strip(),
        on_behalf_of=new.on_behalf_of.strip(),
        last_key=last_key(work.session),
    )
    work.session.add(search)
    work.session.flush()
    work.record(Action.SEARCH_MADE, search, told=told_of(search))
    return search


def refuse(work: Work, new: NewSearch, broken: RuleBroken) -> None:
    """Puts on record that this search was asked for and refused."""
    told = Told(
        typed=asdict(new),
        normalised={"plate": tidy_pattern(new.plate)},
        purpose=new.purpose,
        case_number=new.case_number,
        narrative=new.narrative,
        on_behalf_of=new.on_behalf_of,
    )
    work.note(Kind.ACT, Action.SEARCH_REFUSED, told, outcome=broken.code)


def check(work: Work, new: NewSearch, number: str, reason: str) -> None:
    rule = work.profile.search
    purposes = {each.key for each in work.profile.purposes.search}
    if new.purpose not in purposes:
        raise RuleBroken(
            "purpose.missing", "Choose the purpose of this search.", work.profile.purposes.section, "purpose"
        )
    plate = tidy_pattern(new.plate)
    check_scope(new, plate)
    check_case_number(number, reason, required=rule.case_number == "required", section=rule.section)
    check_narrative(new.narrative, plate=plate, section=rule.section)
    if rule.suspicion and not has_meaning(new.suspicion):
        raise RuleBroken(
            "suspicion.missing",
            "State the articulable suspicion in your own words.",
            rule.section,
            "suspicion",
        )


def check_scope(new: NewSearch, plate: str) -> None:
    """A whole or partial plate; or no plate, but one device and a day at most."""
    if plate:
        check_pattern(plate)
    elif (
        new.device is None or new.since is None or new.until is None or new.until - new.since > WIDEST_WINDOW
    ):
        raise RuleBroken(
            "search.too-wide",
            "Give a plate, or a device and a time window of 24 hours at most.",
            field="plate",
        )
    if new.since and new.until and new.since > new.until:
        raise RuleBroken("search.window", "The window ends before it begins.", field="until")


def told_of(search: Search) -> Told:
    return Told(
        typed={"plate": search.plate_typed},
        normalised={
            "plate": search.plate,
            "variants": [] if is_partial(search.plate) else variants(search.plate),
        },
        filters={
            "state": search.state,
            "since": search.since,
            "until": search.until,
            "device": search.device,
            "no_case_reason": search.no_case_reason,
            "suspicion": search.suspicion,
        },
        purpose=search.purpose,
        case_number=search.case_number,
        narrative=search.narrative,
        on_behalf_of=search.on_behalf_of,
        subject_type="search",
        subject_id=search.id,
    )


def get_own(work: Work, search_id: str) -> Search:
    """Raises `NoResultFound` for a search that is not this person's."""
    query = select(Search).where(Search.id == search_id, Search.person_id == work.actor.person_id)
    return work.session.scalars(query).one()


def recent(work: Work) -> Sequence[Search]:
    """This person's latest searches."""
    query = (
        select(Search).where(Search.person_id == work.actor.person_id).order_by(Search.at.desc()).limit(10)
    )
    return work.session.scalars(query).all()


def open_results(work: Work, search: Search, before: str = "") -> Page:
    """A page of results, newest first. On record before the query, and again with what it found before the reply.

    Raises `UnknownId` for a place to go on from that no page gave.
    """
    place = shown_place(work, before) if before else None
    with work.access(Action.SEARCH_OPENED, told_of(search)) as access:
        found = newest(work, search, place)
        page = found[:PAGE]
        access.found([work.tools.read_ids.hide(read.key) for read in page])
    return Page(access, page, hidden_place(work, page[-1]) if len(found) > PAGE else "")


def place_of(read: ReadFacts) -> Place:
    return read.captured_at, read.key


def hidden_place(work: Work, read: ReadFacts) -> str:
    return work.tools.read_ids.hide_place((read.captured_at - EPOCH) // MICROSECOND, read.key)


def shown_place(work: Work, hidden: str) -> Place:
    captured_us, key = work.tools.read_ids.show_place(hidden)
    return EPOCH + captured_us * MICROSECOND, key


def newest(work: Work, search: Search, before: Place | None) -> list[ReadFacts]:
    """One more than a page, from the reads and from the copies that holds keep, each read once."""
    both: list[ReadFacts] = [*rows(work, search, HeldRead, before), *rows(work, search, Read, before)]
    once = {read.key: read for read in both}
    return sorted(once.values(), key=place_of, reverse=True)[: PAGE + 1]


def rows(work: Work, search: Search, table: type[Kept], before: Place | None) -> Sequence[Kept]:
    query = select(table).where(*conditions(work, search, table))
    if before is not None:
        query = query.where(tuple_(table.captured_at, table.key) < before)
    newest_first = query.order_by(table.captured_at.desc(), table.key.desc())
    return work.session.scalars(newest_first.limit(PAGE + 1)).all()


def conditions(work: Work, search: Search, table: type[ReadFacts]) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [table.key <= search.last_key]
    if search.plate:
        wanted.append(table.plate.in_(plates_meant(work, search.plate)))
    if search.state:
        wanted.append(or_(table.state == search.state, table.state == ""))
    if search.since:
        wanted.append(table.captured_at >= search.since)
        wanted.append(table.key >= key_at(search.since - AHEAD))  # lets PostgreSQL leave older months alone
    if search.until:
        wanted.append(table.captured_at <= search.until)
    if search.device is not None:
        wanted.append(table.device == search.device)
    return wanted


def plates_meant(work: Work, pattern: str) -> list[str]:
    """The plate and what it is easily confused with; for a partial plate, the plates on file that fit it."""
    if not is_partial(pattern):
        return variants(pattern)
    like = pattern.replace("?", "_").replace("*", "%")  # tidied: nothing else in it has a meaning for LIKE
    query = select(DistinctPlate.plate).where(DistinctPlate.plate.like(like)).limit(MOST_PLATES + 1)
    plates = list(work.session.scalars(query))
    if len(plates) > MOST_PLATES:
        raise RuleBroken(
            "plate.too-many", "That fits too many plates. Give more of its characters.", field="plate"
        )
    return plates


def covers(search: Search, read: ReadFacts) -> bool:
    """Whether this read is one the search would have found: only then may it be opened under the search."""
    pattern = re.escape(search.plate).replace(r"\?", ".").replace(r"\*", ".*")
    fits = (
        re.fullmatch(pattern, read.plate)
        if is_partial(search.plate)
        else read.plate in variants(search.plate)
    )
    return bool(
        read.key <= search.last_key
        and (not search.plate or fits)
        and (not search.state or read.state in ("", search.state))
        and (search.since is None or read.captured_at >= search.since)
        and (search.until is None or read.captured_at <= search.until)
        and (search.device is None or read.device == search.device)
    )
