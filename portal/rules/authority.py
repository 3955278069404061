"""What is decided at an agency, under which section, and by whom in which order: read from its profile alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.access import GRANTS, Duty, Permission
from portal.agencies.citation import Modality
from portal.agencies.duties import Assignment
from portal.agencies.profile import Profile

TASKS: dict[Duty, tuple[str, str]] = {
    Duty.PERMISSION_ASSIGNER: ("Access", "Gives people their title and posts, and so what they may do."),
    Duty.ACCOUNT_CREATOR: ("New accounts", "Makes accounts. A new one opens nothing until access is assigned."),
    Duty.AGREEMENT_SIGNER: ("Agreements", "Signs agreements with other agencies."),
    Duty.ADMINISTRATOR: ("The programme", "Answers for the system, its records and its policy."),
    Duty.DAY_TO_DAY_ADMIN: ("Day-to-day running", "Looks after the system from day to day."),
    Duty.ACCOUNT_REVIEWER: ("Review of accounts", "Goes through all accounts and keeps, changes or closes each."),
    Duty.TRAINING_KEEPER: ("Training records", "Keeps who was trained when; call them to have training put on file."),
    Duty.AUDIT_DIRECTOR: ("Audits", "Directs the audits and sees the record of who looked at what."),
    Duty.CUSTODIAN_OF_RECORDS: ("Keeping and destroying", "Keeps the records, and sees to their destruction in time."),
    Duty.REPORT_RECIPIENT: ("Reports", "Is reported to: reviews, audits, the annual report."),
    Duty.DISPATCH: ("Hits", "Works through the procedure when a hit comes in."),
    Duty.SUPERVISOR: ("Errors and violations", "Is told at once of errors and of breaches of the policy."),
    Duty.OVERSIGHT: ("Oversight", "Sees whether the policy is kept."),
}  # fmt: skip
"""What a duty means to whoever looks for somebody, in our words. Hotlists and releases are decisions of their own."""

DECISIONS = (Duty.PERMISSION_ASSIGNER, Duty.ACCOUNT_CREATOR, Duty.AGREEMENT_SIGNER)
"""Duties that decide something others ask for; they are listed with the decisions."""


@dataclass(frozen=True)
class Carrier:
    """A post or a job title that carries a duty, and the section that gives it."""

    key: str
    name: str
    section: str
    is_title: bool = False
    by_shift: bool = False


@dataclass(frozen=True)
class Matter:
    """One kind of decision, or one duty: who carries it, in the policy's order.

    Of several `steps` a later one is open once the one before is stated or found unavailable. Without steps the
    policy leaves open who carries it, or (`off`) does not provide it.
    """

    key: str
    name: str
    does: str
    section: str
    steps: tuple[tuple[Carrier, ...], ...]
    decides: bool = False
    on_plates: bool = False
    modality: Modality | None = None
    off: bool = False
    note: str = ""

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return tuple(carrier for step in self.steps for carrier in step)


def matters(profile: Profile) -> list[Matter]:
    """Every decision and duty of this agency: first what is decided, then what is looked after."""
    decided = [*hotlist_requests(profile), release(profile), second_person(profile)]
    tasks = [task(profile, duty, profile.duties[duty]) for duty in TASKS if duty in profile.duties]
    return decided + [each for each in tasks if each.decides] + [each for each in tasks if not each.decides]


def hotlist_requests(profile: Profile) -> Iterator[Matter]:
    """One matter for each chain of approvers."""
    rule = profile.hotlist
    if not rule.custom:
        yield Matter(
            "hotlist", "Hotlist requests", "The policy provides no hotlist entries of the agency's own.",
            rule.section, (), decides=True, on_plates=True, off=True,
        )  # fmt: skip
        return
    for chain in rule.chains:
        titles = [title.name for title in profile.titles if title.chain == chain.key]
        steps = tuple(
            tuple(of_post(profile, post, step.section) for post in step.posts) for step in chain.steps
        )
        does = f"Approves or denies what is asked for by: {', '.join(titles) or 'nobody at present'}."
        yield Matter(
            f"hotlist-{chain.key}", f"Hotlist requests: {chain.key.replace('_', ' ')}", does, chain.section, steps,
            decides=True, on_plates=True, modality=chain.modality,
        )  # fmt: skip


def release(profile: Profile) -> Matter:
    """Who reviews a request of another agency before any data is given out."""
    approver = profile.duties[Duty.RELEASE_APPROVER]
    designee = profile.duties.get(Duty.RELEASE_DESIGNEE)
    carriers = list(carriers_of(profile, approver))
    carriers += carriers_of(profile, designee) if designee else []
    return Matter(
        "release", "Release to another agency",
        "Reviews and approves a request in writing before anything is given out.",
        profile.release.approval_section, one_step(carriers), decides=True, on_plates=True,
        modality=approver.modality, note=approver.note,
    )  # fmt: skip


def second_person(profile: Profile) -> Matter:
    """Who may be the second person to a publication, or to a change of posts."""
    carriers = [
        carrier
        for duty, assignment in profile.duties.items()
        if Permission.PROPOSAL_DECIDE in GRANTS[duty]
        for carrier in carriers_of(profile, assignment)
    ]
    return Matter(
        "second-person", "Publication of the policy, and changes of posts",
        "Confirms or refuses what somebody else has proposed, as the second person; never a post they receive.",
        profile.access.section, one_step(carriers), decides=True,
    )  # fmt: skip


def task(profile: Profile, duty: Duty, assignment: Assignment) -> Matter:
    name, does = TASKS[duty]
    return Matter(
        duty, name, does, assignment.section, one_step(list(carriers_of(profile, assignment))),
        decides=duty in DECISIONS, on_plates=duty == Duty.DISPATCH, modality=assignment.modality,
        note=assignment.note,
    )  # fmt: skip


def one_step(carriers: list[Carrier]) -> tuple[tuple[Carrier, ...], ...]:
    """All of them may, in this order; each is named once."""
    seen = {(carrier.is_title, carrier.key): carrier for carrier in reversed(carriers)}
    return (tuple(reversed(seen.values())),) if seen else ()


def carriers_of(profile: Profile, assignment: Assignment) -> Iterator[Carrier]:
    for post in assignment.posts:
        yield of_post(profile, post, assignment.section)
    for title in assignment.titles:
        yield Carrier(title, profile.title(title).name, assignment.section, is_title=True)


def of_post(profile: Profile, key: str, section: str) -> Carrier:
    post = profile.post(key)
    return Carrier(key, post.title, section, by_shift=post.by_shift)
