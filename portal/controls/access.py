"""Who may use the system: listed titles, clearance, and who makes accounts."""

from sqlalchemy import Select, or_, select

from portal.access import Tier
from portal.controls.account_reviews import accounts_are_reviewed
from portal.controls.accounts import clets_by_the_authorised, made_by_creators, opened_by_assigners
from portal.controls.acts import Days, judge_acts
from portal.controls.control import Control, Evidence
from portal.controls.judging import count, judge_rows, not_asked, since_in_force, tally, unanswered
from portal.models import Account, Person, Search, TitleHeld
from portal.services.people import held_at, is_with_agency
from portal.services.work import Work

NO_TITLES = "The text does not list the job titles that may use the system. Set-up asks for them."


def titles(work: Work, *tiers: Tier) -> list[str]:
    return [title.key for title in work.profile.titles if title.tier in tiers]


def accounts_hold_a_title(work: Work) -> Evidence:
    if not work.profile.titles:
        return unanswered(NO_TITLES)
    enabled = select(Account.id).where(~Account.disabled, Account.person.has(is_with_agency(work.now)))
    listed = (
        select(TitleHeld.id)
        .where(TitleHeld.person_id == Account.person_id, held_at(TitleHeld, work.now))
        .where(TitleHeld.title.in_([title.key for title in work.profile.titles]))
    )
    return judge_rows(
        work.session,
        enabled.where(~listed.exists()).order_by(Account.created_at),
        tally("Accounts that are open, each with a listed title", count(work.session, enabled)),
        "Accounts that are open to somebody without a listed title",
    )


def limited_titles_do_not_search(work: Work) -> Evidence:
    if not work.profile.titles:
        return unanswered(NO_TITLES)
    if len(titles(work, Tier.FULL)) == len(work.profile.titles):
        return not_asked("The policy gives no title limited access.")
    made = select(Search.id).where(Search.at >= since_in_force(work))
    return judge_rows(
        work.session,
        made.where(~full_title_then(work).exists()).order_by(Search.at),
        tally("Searches on file, each by somebody with full access", count(work.session, made)),
        "Searches by somebody without full access",
    )


def full_title_then(work: Work) -> Select[str]:
    """A title with full access that the searcher held when the search was made."""
    return select(TitleHeld.id).where(
        TitleHeld.person_id == Search.person_id,
        TitleHeld.title.in_(titles(work, Tier.FULL)),
        TitleHeld.since <= Search.at,
        or_(TitleHeld.until.is_(None), TitleHeld.until > Search.at),
    )


def people_are_cleared(work: Work) -> Evidence:
    if not work.profile.access.clearance_gate:
        return not_asked("The policy asks for no clearance of its own.")
    cleared = dict(work.session.execute(select(Person.id, Person.cleared_on)).all())

    def allowed(person: str) -> list[Days]:
        day = cleared.get(person)
        return [Days(day)] if day else []

    return judge_acts(
        work,
        allowed,
        "Searches, entries and holds of the last year, each by somebody cleared",
        "Searches, entries and holds of the last year by somebody not cleared that day",
    )


CONTROLS: tuple[Control, ...] = (
    Control(
        "access.titles",
        "enforced",
        "Only people who hold a job title the policy lists get in. Everybody else sees no plate data.",
        accounts_hold_a_title,
    ),
    Control(
        "access.limited-tier",
        "enforced",
        "Titles with limited access make no searches. The portal offers them none and refuses the attempt.",
        limited_titles_do_not_search,
    ),
    Control(
        "access.clearance",
        "enforced",
        "Nobody opens plate data before their security clearance is on file.",
        people_are_cleared,
    ),
    Control(
        "access.other-databases",
        "enforced",
        "Data of other databases needs an authorisation of its own, which the portal asks for.",
        clets_by_the_authorised,
    ),
    Control(
        "accounts.creators",
        "duty",
        "Only the posts and titles the policy names make accounts.",
        made_by_creators,
    ),
    Control(
        "permissions.assigned",
        "duty",
        "The post the policy names gives each account its permissions.",
        opened_by_assigners,
    ),
    Control(
        "accounts.review",
        "duty",
        "Accounts are reviewed on a schedule, and those no longer needed are closed.",
        accounts_are_reviewed,
    ),
)
