"""What the annual report counts, as values: how the accesses and requests of a year stand to the policy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

Counts = Mapping[str, int]
"""How often each key occurs, the most frequent first."""


@dataclass(frozen=True)
class Accesses:
    """Times somebody looked at plate data: every intent on record, whether or not it was carried through."""

    by_action: Counts
    by_purpose: Counts
    people: int

    @property
    def total(self) -> int:
        return sum(self.by_action.values())


@dataclass(frozen=True)
class Searches:
    """Searches made, by purpose, and those refused, by the code of the rule that said no.

    `explained` are made without a case number but with the reason for it, `unexplained` with neither.
    """

    by_purpose: Counts
    refused_by_rule: Counts
    explained: int
    unexplained: int

    @property
    def made(self) -> int:
        return sum(self.by_purpose.values())

    @property
    def refused(self) -> int:
        return sum(self.refused_by_rule.values())

    @property
    def asked(self) -> int:
        return self.made + self.refused

    @property
    def share_within_policy(self) -> Fraction | None:
        """Made of all that were asked for; None where none was."""
        return Fraction(self.made, self.asked) if self.asked else None


@dataclass(frozen=True)
class Approver:
    """What one person decided under one post; `after_statement` are the approvals that an earlier approver's stated
    unavailability had opened."""

    full_name: str
    post: str
    approved: int
    after_statement: int
    denied: int


@dataclass(frozen=True)
class Hotlist:
    """Requests for custom entries, statements of unavailability, and the decisions."""

    requested: int
    statements: int
    approvers: tuple[Approver, ...]

    @property
    def approved(self) -> int:
        return sum(each.approved for each in self.approvers)

    @property
    def after_statement(self) -> int:
        return sum(each.after_statement for each in self.approvers)

    @property
    def denied(self) -> int:
        return sum(each.denied for each in self.approvers)


@dataclass(frozen=True)
class Hits:
    """Hits raised in the year and how their confirmation was answered, up to the row the report covers."""

    raised: int
    positive: int
    negative: int

    @property
    def unanswered(self) -> int:
        return self.raised - self.positive - self.negative


@dataclass(frozen=True)
class Purges:
    """What was destroyed from one source; `held` is what a hold kept when the last purge of the year ended."""

    source: str
    runs: int
    reads: int
    pictures: int
    held: int


@dataclass(frozen=True)
class Holds:
    """Holds placed, and the reads they keep."""

    by_kind: Counts
    reads: int

    @property
    def placed(self) -> int:
        return sum(self.by_kind.values())


@dataclass(frozen=True)
class Refusals:
    """What the portal said no to, by outcome: doors, acts, and sign-ins."""

    accesses: Counts
    acts: Counts
    signins: Counts


@dataclass(frozen=True)
class AnnualNumbers:
    """The record of one calendar year in the agency's zone, counted up to row `last_seq`.

    `since` and `until` are the first moment of the year and of the next, `rows` the entries between them.
    """

    year: int
    since: datetime
    until: datetime
    rows: int
    last_seq: int
    policy_versions: tuple[str, ...]
    accesses: Accesses
    searches: Searches
    hotlist: Hotlist
    hits: Hits
    purges: tuple[Purges, ...]
    holds: Holds
    refusals: Refusals
    signins: int
    records_opened: int
    reports_made: int
