"""Deciding the lines of a review, one by one or all clean ones at once, and taking that back until it is signed."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access import Duty, Permission
from portal.ledger import Action
from portal.models import AccountReview, PostHeld, ReviewLine, TitleHeld
from portal.rules import RuleBroken
from portal.rules import reviews as rules
from portal.rules.approvals import shown_digest
from portal.services import notices
from portal.services.people import held_at
from portal.services.reviews.opening import TOPIC, carriers
from portal.services.work import Work


@dataclass(frozen=True)
class Decision:
    """What was decided of a line."""

    verdict: str
    reason: str = ""


def get(work: Work, review_id: str, *, for_change: bool = False) -> AccountReview:
    """Raises `NoResultFound`. `for_change` locks it, so that of signing and deciding at once one waits."""
    query = select(AccountReview).where(AccountReview.id == review_id)
    if for_change:
        query = query.with_for_update(of=AccountReview).execution_options(populate_existing=True)
    return work.session.scalars(query).one()


def line_of(work: Work, review_id: str, line_id: str) -> ReviewLine:
    """Raises `NoResultFound`."""
    query = select(ReviewLine).where(ReviewLine.id == line_id, ReviewLine.review_id == review_id)
    return work.session.scalars(query.options(joinedload(ReviewLine.account))).unique().one()


def reviewers(work: Work) -> set[str]:
    """Who carries the duty to review now, by post or title: their own lines are for somebody else."""
    assignment = work.profile.duties[Duty.ACCOUNT_REVIEWER]
    posts = select(PostHeld.person_id).where(PostHeld.post.in_(assignment.posts), held_at(PostHeld, work.now))
    titles = select(TitleHeld.person_id).where(
        TitleHeld.title.in_(assignment.titles), held_at(TitleHeld, work.now)
    )
    return {*work.session.scalars(posts), *work.session.scalars(titles)}


def for_deciding(work: Work, review_id: str, line_id: str, *, second: bool) -> ReviewLine:
    """The line, its review locked, if this person may decide it now. Raises `RuleBroken`, `NoResultFound`."""
    review = get(work, review_id, for_change=True)
    rules.check_unsigned(signed=review.signed_at is not None)
    line = line_of(work, review_id, line_id)
    rules.check_decider(
        person=line.person_id,
        decider=work.actor.person_id or "",
        second=second,
        of_reviewer=line.person_id in reviewers(work),
        section=work.profile.account_review.section,
    )
    return line


def decide(
    work: Work, review_id: str, line_id: str, decision: Decision, *, second: bool = False
) -> ReviewLine:
    """Decides one line. `closed` disables the account at once; `changed` tells whoever changes permissions.

    `second`: done as the second person for a reviewer's own line. Raises `RuleBroken`, `NoResultFound`.
    """
    line = for_deciding(work, review_id, line_id, second=second)
    rules.check_undecided(line.verdict)
    rules.check_verdict(
        decision.verdict,
        decision.reason,
        flagged=bool(line.facts["flags"]),
        section=work.profile.account_review.section,
    )
    mark(work, line, decision)
    if decision.verdict == "closed":
        close(work, line)
    elif decision.verdict == "changed":
        ask_for_change(work, line)
    return line


def mark(work: Work, line: ReviewLine, decision: Decision) -> None:
    line.verdict, line.reason = decision.verdict, decision.reason.strip()
    line.decided_at, line.decided_by_id = work.now, work.actor.person_id
    work.record(Action.REVIEW_LINE_DECIDED, line, outcome=decision.verdict)


def close(work: Work, line: ReviewLine) -> None:
    """Disables the account: its sessions end with it. One that is disabled already stays as it is."""
    account = line.account
    if account.disabled:
        return
    account.disabled, account.disabled_at, account.disabled_reason = True, work.now, line.reason
    work.record(Action.ACCOUNT_DISABLED, account, outcome="review")


def ask_for_change(work: Work, line: ReviewLine) -> None:
    """A task for those who give permissions, else for those who administer."""
    asked = carriers(work, Duty.PERMISSION_ASSIGNER) or carriers(work, Duty.ADMINISTRATOR)
    for person_id in asked:
        notices.tell(
            work, person_id, TOPIC,
            f"Account review: change the access of {line.facts['name']}",
            "The line of the review says what should change.", path=f"/people/{line.person_id}",
        )  # fmt: skip


def undo(work: Work, review_id: str, line_id: str, *, second: bool = False) -> ReviewLine:
    """Takes a decision back while the review is not signed. An account it closed stays closed: two people open it.

    Raises `RuleBroken`, `NoResultFound`.
    """
    line = for_deciding(work, review_id, line_id, second=second)
    rules.check_decided(line.verdict)
    line.verdict, line.reason, line.decided_at, line.decided_by_id = None, "", None, None
    work.record(Action.REVIEW_LINE_DECIDED, line, outcome="undone")
    return line


def clean_lines(work: Work, review_id: str) -> list[ReviewLine]:
    """Undecided lines in which nothing stands out, but one's own."""
    query = select(ReviewLine).where(ReviewLine.review_id == review_id, ReviewLine.verdict.is_(None))
    lines = work.session.scalars(query.order_by(ReviewLine.id)).all()
    return [each for each in lines if not each.facts["flags"] and each.person_id != work.actor.person_id]


def shown(lines: list[ReviewLine]) -> str:
    """Digest of the clean lines a page counted, carried through its form as `seen`."""
    return shown_digest(*sorted(line.id for line in lines))


def keep_clean(work: Work, review_id: str, seen: str) -> int:
    """Keeps every clean line, each with a decision and an entry of its own; gives how many.

    Raises `RuleBroken` for a signed review, and where the page showed other lines than there are now; `NoResultFound`.
    """
    review = get(work, review_id, for_change=True)
    rules.check_unsigned(signed=review.signed_at is not None)
    lines = clean_lines(work, review_id)
    if not lines or shown(lines) != seen:
        raise RuleBroken(
            "review.stale",
            "Other lines are clean now than this page showed. Look at them again, then keep them.",
        )
    for line in lines:
        mark(work, line, Decision("kept"))
    return len(lines)


def may_decide(work: Work, line: ReviewLine, of_reviewers: set[str]) -> str:
    """How this person may decide the line: `first`, `second` or not at all (empty)."""
    if line.person_id == work.actor.person_id:
        return ""
    if work.actor.may(Permission.REVIEW_DECIDE):
        return "first"
    second = work.actor.may(Permission.REVIEW_SECOND) and line.person_id in of_reviewers
    return "second" if second else ""
