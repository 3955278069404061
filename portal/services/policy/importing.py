"""From the agency's file to a draft, and the draft until it is published: mended, its doubts settled, discarded."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import PolicyVersion
from portal.rules import publishing as rules
from portal.services import proposals
from portal.services.policy.adopted import AdoptedText, extract, parse
from portal.services.work import Work


@dataclass(frozen=True)
class OpenDoubt:
    """A doubt of the parser that nobody has settled: at which line, what it is, and its name in `settled`."""

    line: int
    what: str
    name: str


def import_text(work: Work, data: bytes, name: str, adopted_on: date) -> PolicyVersion:
    """Takes the text of a file in as a draft. Nothing is stored when it raises.

    Raises `UnreadableText` for what cannot be read, `RuleBroken` for the text of another policy, one too long, or a
    file that is an open draft already.
    """
    source = extract(data, name)
    adopted = read(work, source)
    digest = hashlib.sha256(data).hexdigest()
    rules.check_new(draft_of(work.session, digest))
    version = PolicyVersion(
        number=(work.session.scalar(select(func.max(PolicyVersion.number))) or 0) + 1,
        title=adopted.title,
        source_name=name,
        source_sha256=digest,
        source=source,
        text=source,
        sections=sections_of(adopted),
        settled=[],
        adopted_on=adopted_on,
        imported_at=work.now,
        imported_by_id=work.actor.person_id,
    )
    work.session.add(version)
    work.session.flush()
    work.record(Action.POLICY_IMPORTED, version)
    return version


def read(work: Work, text: str) -> AdoptedText:
    """The text in sections and clauses. Raises `UnreadableText`; `RuleBroken` for another policy's, or one too long."""
    rules.check_length(len(text))
    adopted = parse(text)
    rules.check_number(adopted.number, work.profile.policy.number)
    return adopted


def draft_of(session: Session, digest: str) -> int | None:
    """The number of the open draft that was imported from these bytes."""
    query = select(PolicyVersion.number).where(
        PolicyVersion.source_sha256 == digest,
        PolicyVersion.discarded_at.is_(None),
        ~PolicyVersion.publication.has(),
    )
    return session.scalars(query.limit(1)).first()


def sections_of(adopted: AdoptedText) -> list[dict[str, Any]]:
    """What is kept of a parsed text."""
    return [
        {
            "number": section.number,
            "title": section.title,
            "clauses": [asdict(clause) for clause in section.clauses],
        }
        for section in adopted.sections
    ]


def lock(session: Session, number: int) -> PolicyVersion:
    """A version that nobody else changes, proposes or publishes meanwhile. Raises `NoResultFound`."""
    query = select(PolicyVersion).where(PolicyVersion.number == number)
    locked = query.with_for_update(of=PolicyVersion).execution_options(populate_existing=True)
    return session.scalars(locked).one()


def lock_draft(work: Work, number: int) -> PolicyVersion:
    """A draft that may still be changed, locked. Raises `NoResultFound`, and `RuleBroken` where it may not."""
    version = lock(work.session, number)
    rules.check_draft(
        published=version.publication is not None,
        discarded=version.discarded_at is not None,
        proposed=bool(proposals.open_ones(work, "publication", version.id)),
    )
    return version


def mend(work: Work, version: PolicyVersion, text: str, adopted_on: date) -> PolicyVersion:
    """Takes the text as mended by hand, and reads it anew. What was settled stays so while the text still asks it.

    Raises `RuleBroken` and `UnreadableText` as an import does.
    """
    version = lock_draft(work, version.number)
    adopted = read(work, text)
    version.text = text
    version.title = adopted.title
    version.sections = sections_of(adopted)
    version.settled = [each.name for each in doubts(adopted) if each.name in version.settled]
    version.adopted_on = adopted_on
    work.record(Action.POLICY_MENDED, version)
    return version


def settle(work: Work, version: PolicyVersion, doubt: str) -> PolicyVersion:
    """Marks a doubt, by its name, as well read. Raises `RuleBroken` for one the text does not hold."""
    version = lock_draft(work, version.number)
    rules.check_doubt(doubt, [each.name for each in open_doubts(version)])
    version.settled = [*version.settled, doubt]
    work.record(Action.POLICY_MENDED, version, outcome="settled")
    return version


def discard(work: Work, version: PolicyVersion) -> PolicyVersion:
    """Puts a draft aside for good; it stays on file. Raises `RuleBroken` where it is no open draft."""
    version = lock_draft(work, version.number)
    version.discarded_at = work.now
    work.record(Action.POLICY_DISCARDED, version)
    return version


def doubts(adopted: AdoptedText) -> Sequence[OpenDoubt]:
    """Every doubt of a text, settled or not.

    A doubt is named by its sentence and the words of its line, so that one settled stays settled when lines above it
    are mended, and is asked again when its own line is.
    """
    words = {line.number: line.text.strip() for line in adopted.lines}
    return [
        OpenDoubt(each.line, each.what, " | ".join(filter(None, (each.what, words.get(each.line, "")))))
        for each in adopted.doubts
    ]


def open_doubts(version: PolicyVersion) -> Sequence[OpenDoubt]:
    """The doubts that nobody has settled, in the order of the text."""
    return [each for each in doubts(parse(version.text)) if each.name not in version.settled]
