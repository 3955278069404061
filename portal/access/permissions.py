"""May this person ever do this? The one table that answers.

A permission comes from a tier (what a job title gives) or from a duty (what a post gives). There is no role
table, and nobody holds every permission: looking after accounts never includes reading plates, and auditing
never includes changing. Whether an act may happen *now* is a rule (`portal/rules`), whether a row concerns
the person is a scope in the service's query.
"""

from collections.abc import Iterable
from enum import StrEnum


class Tier(StrEnum):
    """What a job title gives, by the agency's profile."""

    FULL = "full"
    LIMITED = "limited"
    VENDOR = "vendor"
    NONE = "none"


class Duty(StrEnum):
    """What a post carries, by the agency's profile."""

    ADMINISTRATOR = "administrator"
    PERMISSION_ASSIGNER = "permission_assigner"
    ACCOUNT_CREATOR = "account_creator"
    TRAINING_KEEPER = "training_keeper"
    RELEASE_APPROVER = "release_approver"
    RELEASE_DESIGNEE = "release_designee"
    AUDIT_DIRECTOR = "audit_director"
    CUSTODIAN_OF_RECORDS = "custodian_of_records"
    HOTLIST_APPROVER = "hotlist_approver"
    AGREEMENT_SIGNER = "agreement_signer"
    REPORT_RECIPIENT = "report_recipient"
    DAY_TO_DAY_ADMIN = "day_to_day_admin"
    DISPATCH = "dispatch"
    ACCOUNT_REVIEWER = "account_reviewer"
    SUPERVISOR = "supervisor"
    OVERSIGHT = "oversight"


class Permission(StrEnum):
    """One thing a person may do, named `resource:act`."""

    HOME_VIEW = "home:view"
    READ_SEARCH = "read:search"
    READ_VIEW = "read:view"
    READ_INGEST = "read:ingest"
    HOTLIST_VIEW = "hotlist:view"
    HOTLIST_REQUEST = "hotlist:request"
    HOTLIST_DECIDE = "hotlist:decide"
    HIT_VIEW = "hit:view"
    HIT_WORK = "hit:work"
    HOLD_PLACE = "hold:place"
    HOLD_VIEW = "hold:view"
    RETENTION_VIEW = "retention:view"
    AUTHORITY_RECORD = "authority:record"
    REPORT_VIEW = "report:view"
    LEDGER_VIEW = "ledger:view"
    JOB_VIEW = "job:view"
    POLICY_MANAGE = "policy:manage"
    CONFORMANCE_VIEW = "conformance:view"
    EXCEPTION_SIGN = "exception:sign"
    PROPOSAL_DECIDE = "proposal:decide"
    POST_VIEW = "post:view"
    POST_PROPOSE = "post:propose"
    SETUP_VIEW = "setup:view"
    SETUP_ANSWER = "setup:answer"
    OWN_ACCOUNT = "account:own"
    ACCOUNT_VIEW = "account:view"
    ACCOUNT_CREATE = "account:create"
    ACCOUNT_RELEASE = "account:release"
    ACCOUNT_CLOSE = "account:close"
    PERMISSION_ASSIGN = "permission:assign"
    TITLE_PROPOSE = "title:propose"
    REVIEW_VIEW = "review:view"
    REVIEW_DECIDE = "review:decide"
    REVIEW_SECOND = "review:second"
    TRAINING_VIEW = "training:view"
    TRAINING_KEEP = "training:keep"
    COURSE_ISSUE = "training:issue-course"
    RETRAINING_ORDER = "training:order-retraining"

    @property
    def opens_plate_data(self) -> bool:
        """Whether the act shows or takes in plate data, so that training and clearance are asked for first."""
        return self in PLATE_DATA


PLATE_DATA = frozenset(
    {
        Permission.READ_SEARCH,
        Permission.READ_VIEW,
        Permission.READ_INGEST,
        Permission.HOTLIST_VIEW,
        Permission.HOTLIST_REQUEST,
        Permission.HOTLIST_DECIDE,
        Permission.HIT_VIEW,
        Permission.HIT_WORK,
        Permission.HOLD_PLACE,
        Permission.HOLD_VIEW,
    }
)

EVERYBODY = frozenset({Permission.HOME_VIEW, Permission.OWN_ACCOUNT})
"""What signing in gives whoever it is: the work list, and their own inbox, training, keys and sessions."""

GRANTS: dict[Tier | Duty, frozenset[Permission]] = {
    Tier.FULL: EVERYBODY
    | frozenset(
        {
            Permission.READ_SEARCH,
            Permission.READ_VIEW,
            Permission.READ_INGEST,
            Permission.HOTLIST_VIEW,
            Permission.HOTLIST_REQUEST,
            Permission.HIT_VIEW,
            Permission.HOLD_PLACE,
            Permission.HOLD_VIEW,
            Permission.POST_VIEW,
        }
    ),
    Tier.LIMITED: EVERYBODY | {Permission.POST_VIEW},
    Tier.VENDOR: EVERYBODY,
    Tier.NONE: EVERYBODY,
    Duty.DISPATCH: frozenset({Permission.HIT_VIEW, Permission.HIT_WORK}),
    Duty.HOTLIST_APPROVER: frozenset({Permission.HOTLIST_VIEW, Permission.HOTLIST_DECIDE}),
    Duty.ADMINISTRATOR: frozenset(
        {
            Permission.RETENTION_VIEW,
            Permission.AUTHORITY_RECORD,
            Permission.REPORT_VIEW,
            Permission.JOB_VIEW,
            Permission.LEDGER_VIEW,
            Permission.POLICY_MANAGE,
            Permission.CONFORMANCE_VIEW,
            Permission.EXCEPTION_SIGN,
            Permission.PROPOSAL_DECIDE,
            Permission.POST_VIEW,
            Permission.POST_PROPOSE,
            Permission.SETUP_VIEW,
            Permission.SETUP_ANSWER,
            Permission.ACCOUNT_VIEW,
            Permission.ACCOUNT_RELEASE,
            Permission.ACCOUNT_CLOSE,
            Permission.REVIEW_VIEW,
            Permission.TRAINING_VIEW,
            Permission.COURSE_ISSUE,
            Permission.RETRAINING_ORDER,
        }
    ),
    Duty.AUDIT_DIRECTOR: frozenset(
        {
            Permission.LEDGER_VIEW,
            Permission.REPORT_VIEW,
            Permission.RETENTION_VIEW,
            Permission.CONFORMANCE_VIEW,
            Permission.PROPOSAL_DECIDE,
            Permission.POST_VIEW,
            Permission.ACCOUNT_VIEW,
            Permission.REVIEW_VIEW,
            Permission.REVIEW_SECOND,
            Permission.TRAINING_VIEW,
            Permission.RETRAINING_ORDER,
        }
    ),
    Duty.REPORT_RECIPIENT: frozenset(
        {
            Permission.REPORT_VIEW,
            Permission.RETENTION_VIEW,
            Permission.CONFORMANCE_VIEW,
            Permission.PROPOSAL_DECIDE,
            Permission.POST_VIEW,
            Permission.SETUP_VIEW,
            Permission.ACCOUNT_VIEW,
            Permission.REVIEW_VIEW,
            Permission.REVIEW_SECOND,
            Permission.TRAINING_VIEW,
        }
    ),
    Duty.CUSTODIAN_OF_RECORDS: frozenset(
        {
            Permission.RETENTION_VIEW,
            Permission.HOLD_VIEW,
            Permission.AUTHORITY_RECORD,
            Permission.PROPOSAL_DECIDE,
            Permission.POST_VIEW,
        }
    ),
    Duty.DAY_TO_DAY_ADMIN: frozenset({Permission.JOB_VIEW, Permission.RETENTION_VIEW}),
    Duty.ACCOUNT_CREATOR: frozenset(
        {
            Permission.JOB_VIEW,
            Permission.ACCOUNT_VIEW,
            Permission.ACCOUNT_CREATE,
            Permission.ACCOUNT_RELEASE,
            Permission.ACCOUNT_CLOSE,
            Permission.TITLE_PROPOSE,
        }
    ),
    Duty.PERMISSION_ASSIGNER: frozenset(
        {
            Permission.POST_VIEW,
            Permission.POST_PROPOSE,
            Permission.PROPOSAL_DECIDE,
            Permission.ACCOUNT_VIEW,
            Permission.PERMISSION_ASSIGN,
            Permission.TITLE_PROPOSE,
        }
    ),
    Duty.TRAINING_KEEPER: frozenset(
        {
            Permission.POST_VIEW,
            Permission.PROPOSAL_DECIDE,
            Permission.TRAINING_VIEW,
            Permission.TRAINING_KEEP,
            Permission.COURSE_ISSUE,
        }
    ),
    Duty.RELEASE_APPROVER: frozenset(
        {Permission.POST_VIEW, Permission.POST_PROPOSE, Permission.PROPOSAL_DECIDE}
    ),
    Duty.RELEASE_DESIGNEE: frozenset(),
    Duty.AGREEMENT_SIGNER: frozenset(),
    Duty.ACCOUNT_REVIEWER: frozenset(
        {Permission.ACCOUNT_VIEW, Permission.REVIEW_VIEW, Permission.REVIEW_DECIDE}
    ),
    Duty.SUPERVISOR: frozenset(),
    Duty.OVERSIGHT: frozenset({Permission.CONFORMANCE_VIEW}),
}


def permissions_for(tier: Tier, duties: Iterable[Duty]) -> frozenset[Permission]:
    """Everything a person of this tier who carries these duties may ever do."""
    return GRANTS[tier].union(*(GRANTS[duty] for duty in duties))
