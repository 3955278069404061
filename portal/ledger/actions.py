"""The closed list of what the ledger can be told. A word that is not here cannot be recorded."""

from enum import StrEnum


class Action(StrEnum):
    """One doing, named `subject.past-tense`."""

    INSTALLATION_CREATED = "installation.created"
    SETUP_ANSWERED = "setup.answered"
    PERSON_CREATED = "person.created"
    TITLE_GIVEN = "title.given"
    POST_GIVEN = "post.given"
    POST_ENDED = "post.ended"
    ACCOUNT_CREATED = "account.created"
    TRAINING_RECORDED = "training.recorded"

    POLICY_IMPORTED = "policy.imported"
    POLICY_MENDED = "policy.draft-mended"
    POLICY_DISCARDED = "policy.draft-discarded"
    MEETING_RECORDED = "policy.meeting-recorded"
    PROCEDURE_PUBLISHED = "policy.procedure-published"
    PROCEDURE_WITHDRAWN = "policy.procedure-withdrawn"
    EXCEPTION_SIGNED = "policy.exception-signed"
    EXCEPTION_ENDED = "policy.exception-ended"
    CONFORMANCE_CHECKED = "policy.conformance-checked"
    PROPOSAL_MADE = "proposal.made"
    PROPOSAL_DECIDED = "proposal.decided"
    PROPOSAL_WITHDRAWN = "proposal.withdrawn"

    CODE_ACCEPTED = "signin.code-accepted"
    SIGNIN_FAILED = "signin.failed"
    SIGNED_IN = "signin.completed"
    SIGNED_OUT = "signin.ended"

    ACCESS_REFUSED = "access.refused"
    ACT_REFUSED = "act.refused"

    DEVICE_ADDED = "device.added"
    READS_INGESTED = "reads.ingested"
    SEARCH_MADE = "search.made"
    SEARCH_REFUSED = "search.refused"
    SEARCH_OPENED = "search.results-opened"
    READ_OPENED = "read.opened"
    PICTURE_OPENED = "picture.opened"

    ENTRY_REQUESTED = "hotlist.requested"
    ENTRY_ESCALATED = "hotlist.escalated"
    ENTRY_APPROVED = "hotlist.approved"
    ENTRY_DENIED = "hotlist.denied"
    ENTRY_REMOVED = "hotlist.removed"
    ENTRIES_OPENED = "hotlist.list-opened"
    ENTRY_OPENED = "hotlist.entry-opened"
    WORK_LIST_OPENED = "home.work-list-opened"

    HIT_RAISED = "hit.raised"
    HITS_OPENED = "hit.list-opened"
    HIT_OPENED = "hit.opened"
    HIT_STEP_TAKEN = "hit.step-taken"

    HOLD_PLACED = "hold.placed"
    HOLDS_OPENED = "hold.list-opened"

    AUTHORITY_RECORDED = "retention.authority-recorded"
    PURGE_RUN = "retention.purged"
    PICTURES_SWEPT = "retention.pictures-swept"

    REPORT_MADE = "report.made"
    LEDGER_OPENED = "ledger.opened"
    CHECKPOINT_MADE = "ledger.checkpoint-made"
    JOB_FAILED = "job.failed"
