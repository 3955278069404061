"""Signing a review: with it the review and all its lines are frozen; and the document that shows it."""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.ledger import Action, digest_of
from portal.models import AccountReview, LedgerRow, ReviewLine
from portal.rules import reviews as rules
from portal.services.reviews.deciding import get
from portal.services.work import Work


class NotSigned(LookupError):
    """The review is not signed yet, so there is no document of it."""


def lines_of(work: Work, review: AccountReview) -> Sequence[ReviewLine]:
    """Every line, by name."""
    query = select(ReviewLine).where(ReviewLine.review_id == review.id)
    with_people = query.options(joinedload(ReviewLine.decided_by), joinedload(ReviewLine.account))
    lines = work.session.scalars(with_people).unique().all()
    return sorted(lines, key=lambda line: (line.facts["name"].casefold(), line.facts["user_name"]))


def digest(review: AccountReview, lines: Sequence[ReviewLine]) -> str:
    """SHA-256 over period and every line with its facts, verdict, reason, person and moment.

    A copy can be held to it, and so can the rows.
    """
    told = [f"{review.id} {review.period_start} {review.period_end}"]
    for line in sorted(lines, key=lambda each: each.id):
        decided = line.decided_at.isoformat() if line.decided_at else ""
        facts = [line.id, line.account_id, line.facts, line.verdict, line.reason, line.decided_by_id, decided]
        told.append(json.dumps(facts, sort_keys=True))
    return digest_of(told)


def sign(work: Work, review_id: str, statement: str) -> AccountReview:
    """Signs the review under the posts held now. From here on nothing of it changes; the database refuses.

    Raises `RuleBroken` for a signed review, while a line is undecided, or for an empty statement; `NoResultFound`.
    """
    review = get(work, review_id, for_change=True)
    rules.check_unsigned(signed=review.signed_at is not None)
    lines = lines_of(work, review)
    rules.check_signature(
        undecided=sum(line.verdict is None for line in lines),
        statement=statement,
        section=work.profile.account_review.section,
    )
    review.signed_at, review.signed_by_id = work.now, work.actor.person_id
    review.post = ", ".join(work.actor.post_titles) or work.actor.title
    review.statement = statement.strip()
    work.record(Action.REVIEW_SIGNED, review, count=len(lines), digest=digest(review, lines))
    return review


def entry_of(work: Work, review: AccountReview) -> int | None:
    """Number of the entry in the record that the signature made."""
    signature = select(LedgerRow.seq).where(
        LedgerRow.action == Action.REVIEW_SIGNED, LedgerRow.subject_id == review.id
    )
    return work.session.scalar(signature)


def document(work: Work, review_id: str) -> bytes:
    """The signed review as a PDF; the same review gives the same bytes. Raises `NotSigned`, `NoResultFound`."""
    # Imported here: WeasyPrint takes a second to load, and few processes ever set a page.
    from portal.documents.account_review import Line, Reviewed, account_review

    review = get(work, review_id)
    if review.signed_at is None or review.signed_by is None:
        raise NotSigned(review_id)
    lines = lines_of(work, review)
    told = Reviewed(
        period_start=review.period_start,
        period_end=review.period_end,
        due_on=review.due_on,
        opened_at=review.opened_at,
        signed_at=review.signed_at,
        signed_by=review.signed_by.full_name,
        post=review.post,
        statement=review.statement,
        lines=[
            Line(line.facts, line.verdict, line.reason, line.decided_by.full_name, line.decided_at)
            for line in lines
            if line.verdict and line.decided_by and line.decided_at
        ],
        digest=digest(review, lines),
        entry=entry_of(work, review),
    )
    return account_review(told, work.profile)
