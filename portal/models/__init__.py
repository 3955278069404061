"""The tables, one subject a file. They state facts and constraints; they do nothing."""

from portal.models.base import Base, Governed, UtcDateTime, opaque_id
from portal.models.devices import Device
from portal.models.evidence import Hold, HoldItem, HoldKind
from portal.models.hits import Hit, HitStep
from portal.models.hotlists import EntryKind, Escalation, HotlistDecision, HotlistEntry, Verdict
from portal.models.ledger import Kind, LedgerRow
from portal.models.notices import Notice
from portal.models.people import Account, Departure, DepartureStep, Person, PostHeld, TitleHeld
from portal.models.policy import (
    ConformanceRun,
    PolicyException,
    PolicyPublication,
    PolicyVersion,
    Procedure,
    PublicMeeting,
)
from portal.models.proposals import Proposal, ProposalDecision
from portal.models.reads import Batch, DistinctPlate, HeldRead, KeyHead, Read, ReadFacts, Receipt, Search
from portal.models.retention import DestructionAuthority, PurgeRun
from portal.models.reviews import AccountReview, ReviewLine
from portal.models.setup import Installation, SetupAnswer
from portal.models.signin import Enrolment, Passkey, RecoveryCode, SigninFailure, SigninSession
from portal.models.system import JobLease, JobRun
from portal.models.training import Completion, CourseVersion, Retraining, TrainingClass, TrainingDocument

__all__ = [
    "Account",
    "AccountReview",
    "Base",
    "Batch",
    "Completion",
    "ConformanceRun",
    "CourseVersion",
    "Departure",
    "DepartureStep",
    "DestructionAuthority",
    "Device",
    "DistinctPlate",
    "Enrolment",
    "EntryKind",
    "Escalation",
    "Governed",
    "HeldRead",
    "Hit",
    "HitStep",
    "Hold",
    "HoldItem",
    "HoldKind",
    "HotlistDecision",
    "HotlistEntry",
    "Installation",
    "JobLease",
    "JobRun",
    "KeyHead",
    "Kind",
    "LedgerRow",
    "Notice",
    "Passkey",
    "Person",
    "PolicyException",
    "PolicyPublication",
    "PolicyVersion",
    "PostHeld",
    "Procedure",
    "Proposal",
    "ProposalDecision",
    "PublicMeeting",
    "PurgeRun",
    "Read",
    "ReadFacts",
    "Receipt",
    "RecoveryCode",
    "Retraining",
    "ReviewLine",
    "Search",
    "SetupAnswer",
    "SigninFailure",
    "SigninSession",
    "TitleHeld",
    "TrainingClass",
    "TrainingDocument",
    "UtcDateTime",
    "Verdict",
    "opaque_id",
]
