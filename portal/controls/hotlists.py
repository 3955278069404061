"""Custom entries: approved by somebody else, in order, and for a limited time."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select

from portal.agencies.alerts import Chain
from portal.controls.control import Control, Evidence, judge, waiting
from portal.controls.judging import count, judge_rows, not_asked, since_in_force, tally
from portal.models import Escalation, Hit, HotlistDecision, HotlistEntry, Person, PostHeld, Verdict
from portal.rules import approvals
from portal.services.hotlists.deciding import VACANT
from portal.services.work import Work

Decided = HotlistDecision


def where_provided(check: Callable[[Work], Evidence]) -> Callable[[Work], Evidence]:
    """The check, where the policy lets members have entries of their own."""

    def checked(work: Work) -> Evidence:
        if not work.profile.hotlist.custom:
            return not_asked("The policy provides no custom hotlist entries, and the portal takes none.")
        return check(work)

    return checked


def approved(work: Work) -> Select[str]:
    """The entries approved under the text in force."""
    query = select(HotlistEntry.id).join(Decided, Decided.entry_id == HotlistEntry.id)
    return query.where(Decided.verdict == Verdict.APPROVED, Decided.decided_at >= since_in_force(work))


def approved_by_somebody_else(work: Work) -> Evidence:
    query = approved(work)
    held = select(PostHeld.id).where(
        PostHeld.person_id == Decided.decided_by_id,
        PostHeld.post == Decided.post,
        PostHeld.since <= Decided.decided_at,
        or_(PostHeld.until.is_(None), PostHeld.until > Decided.decided_at),
    )
    own = Decided.decided_by_id == HotlistEntry.requested_by_id
    breaking = query.where(or_(own, not_(in_turn(work)), not_(held.exists())))
    alerted = select(HotlistEntry.id).where(select(Hit.id).where(Hit.entry_id == HotlistEntry.id).exists())
    unapproved = alerted.where(
        ~select(Decided.id)
        .where(Decided.entry_id == HotlistEntry.id, Decided.verdict == Verdict.APPROVED)
        .exists()
    )
    return judge_rows(
        work.session,
        select(HotlistEntry.id)
        .where(or_(HotlistEntry.id.in_(breaking), HotlistEntry.id.in_(unapproved)))
        .order_by(HotlistEntry.requested_at),
        tally(
            "Entries approved, each by somebody else under a post whose turn it was",
            count(work.session, query),
        ),
        "Entries that went live without an approval the policy allows",
    )


def in_turn(work: Work) -> ColumnElement[bool]:
    """Whether the decision was made under a post that was open at the step the entry had come to."""
    turns = [
        and_(
            HotlistEntry.chain == chain.key,
            HotlistEntry.step == step,
            Decided.post.in_(approvals.open_posts(chain, step)),
        )
        for chain in work.profile.hotlist.chains
        for step in range(len(chain.steps))
    ]
    return or_(false(), *turns)


def later_steps(chain: Chain) -> dict[str, int]:
    """The posts that decide after the first step, and how many steps come before theirs."""
    posts = {post for step in chain.steps for post in step.posts}
    return {post: approvals.step_of(chain, post) for post in posts if approvals.step_of(chain, post)}


def fallback_is_explained(work: Work) -> Evidence:
    later = {
        (chain.key, post): step
        for chain in work.profile.hotlist.chains
        for post, step in later_steps(chain).items()
    }
    query = (
        select(HotlistEntry.id, HotlistEntry.chain, HotlistEntry.step, Decided.post, Decided.note)
        .join(Decided, Decided.entry_id == HotlistEntry.id)
        .where(Decided.decided_at >= since_in_force(work), Decided.post.in_({post for _, post in later}))
    )
    rows = [row for row in work.session.execute(query) if (row.chain, row.post) in later]
    stated = statements(work)
    offenders = [
        row.id
        for row in rows
        if not is_explained(
            stated.get(row.id, []), row.step, later[row.chain, row.post], vacant=VACANT in row.note
        )
    ]
    return judge(
        offenders,
        tally("Decisions by a later approver, each with its statement or the vacancy", len(rows)),
        tally("Decisions by a later approver that nothing explains", len(offenders)),
    )


def statements(work: Work) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry, statement in work.session.execute(select(Escalation.entry_id, Escalation.statement)):
        found.setdefault(entry, []).append(statement.strip())
    return found


def is_explained(stated: list[str], step: int, before: int, *, vacant: bool) -> bool:
    """Whether each step before the decider's was opened by a statement that says something, or by a vacancy noted."""
    started = step - len(stated)
    return step >= before and all(stated) and (started <= 0 or vacant)


def approvers_are_noted(work: Work) -> Evidence:
    query = (
        select(Decided.entry_id, Decided.note, Decided.post, Person.full_name)
        .join(Person, Person.id == Decided.decided_by_id)
        .where(Decided.verdict == Verdict.APPROVED, Decided.decided_at >= since_in_force(work))
    )
    titles = {post.key: post.title for post in work.profile.posts}
    rows = work.session.execute(query.order_by(Decided.decided_at)).all()
    offenders = [
        row.entry_id
        for row in rows
        if row.full_name not in row.note or titles.get(row.post, row.post) not in row.note
    ]
    return judge(
        offenders,
        tally("Approvals on file, each noted with the approver's name and post", len(rows)),
        tally("Approvals whose note leaves out the approver's name or post", len(offenders)),
    )


def entries_expire(work: Work) -> Evidence:
    hours = work.profile.hotlist.max_age_hours
    if hours is None:
        return not_asked("The policy sets no time after which an entry stops alerting.")
    query = select(Decided.entry_id, Decided.decided_at, Decided.live_until)
    query = query.where(Decided.verdict == Verdict.APPROVED, Decided.decided_at >= since_in_force(work))
    rows = work.session.execute(query.order_by(Decided.decided_at)).all()
    limit = timedelta(hours=hours)
    offenders = [
        row.entry_id for row in rows if not row.live_until or row.live_until > row.decided_at + limit
    ]
    late = select(Hit.entry_id).join(Decided, Decided.entry_id == Hit.entry_id)
    offenders += work.session.scalars(late.where(Hit.raised_at >= Decided.live_until).distinct())
    expired = sum(row.live_until is not None and row.live_until <= work.now for row in rows)
    return judge(
        offenders,
        f"{tally(f'Entries approved, each for {hours} hours at most', len(rows))} Expired by now: {expired}.",
        tally(f"Entries that alert for more than {hours} hours", len(offenders)),
    )


CONTROLS: tuple[Control, ...] = (
    Control(
        "hotlist.approval",
        "enforced",
        "No entry alerts anybody before a second person approves it, who holds a post the policy names.",
        where_provided(approved_by_somebody_else),
    ),
    Control(
        "hotlist.fallback",
        "enforced",
        "A later approver decides only once it is stated how the earlier one was sought, or that post is vacant.",
        where_provided(fallback_is_explained),
    ),
    Control(
        "hotlist.approver-noted",
        "enforced",
        "The approver's name and post are written into the entry with each approval.",
        where_provided(approvers_are_noted),
    ),
    Control(
        "hotlist.age",
        "enforced",
        "An entry stops alerting, to the second, once the hours the policy sets have passed since its approval.",
        where_provided(entries_expire),
    ),
    waiting(
        "hotlist.removal",
        "duty",
        "Whoever finds the vehicle sees to it that its entry is taken out.",
        "hits (dispositions)",
    ),
)
