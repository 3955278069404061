"""Releases, audits, reviews, reports, agreements, incidents and breaches."""

from typing import Literal

from portal.access import Duty
from portal.agencies.citation import Modality, Part, Section, Text

Cadence = Literal["monthly", "quarterly", "half-yearly", "yearly"]


class Release(Part):
    """What a request for data must be, who else is sent elsewhere, and whether the approved request is kept."""

    form: Literal["written", "forwarded", "by-law"]
    fields: tuple[Literal["agency", "person", "purpose"], ...]
    form_section: Section
    form_modality: Modality
    approval_section: Section
    kept_on_file: bool
    kept_section: Section
    kept_modality: Modality
    others_policy: Text | None = None
    others_section: Section
    section: Section
    modality: Modality


class Audit(Part):
    """How often the system is audited; `cadence` None says that the text gives no number."""

    cadence: Cadence | None = None
    section: Section
    modality: Modality


class AccountReview(Part):
    """How often accounts are reviewed and those no longer authorised deactivated."""

    cadence: Cadence
    section: Section
    modality: Modality


class AnnualReport(Part):
    """Whether a yearly report is owed, and the duty of the person who receives it."""

    required: bool
    to: Duty = Duty.REPORT_RECIPIENT
    section: Section
    modality: Modality


class Agreements(Part):
    """Whether agreements with other agencies are provided for, and the duty of the person who signs them."""

    enabled: bool
    signed_by: Duty = Duty.AGREEMENT_SIGNER
    section: Section
    modality: Modality


class Incident(Part):
    """Whether errors and violations must be reported by policy, and the duty of the person told."""

    required: bool
    to: Duty = Duty.SUPERVISOR
    section: Section
    modality: Modality


class Breach(Part):
    """Which policy of the agency governs a breach of security; None where the text names none."""

    policy: Text | None = None
    section: Section
    modality: Modality
