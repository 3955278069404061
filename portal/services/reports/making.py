"""Making the annual report: counting, setting, and putting on record that it was made."""

import hashlib
from dataclasses import dataclass

from portal.ledger import Action
from portal.models import Kind
from portal.rules.annual import AnnualNumbers
from portal.services.reports.annual import annual_numbers, years
from portal.services.work import Told, Work


class NoSuchYear(LookupError):
    """The record tells nothing of that year: it is before the first entry, or has not begun."""


@dataclass(frozen=True)
class Report:
    """A year's figures and the document that shows them."""

    numbers: AnnualNumbers
    pdf: bytes


def overview(work: Work) -> list[AnnualNumbers]:
    """The figures of every year the record tells of, the running one first."""
    return [annual_numbers(work.session, work.profile, year) for year in years(work)]


def count(work: Work, year: int) -> AnnualNumbers:
    """Raises `NoSuchYear`."""
    if year not in years(work):
        raise NoSuchYear(f"The record tells nothing of {year}.")
    return annual_numbers(work.session, work.profile, year)


def make(work: Work, year: int) -> Report:
    """Counts the year and sets the report; nothing is on record yet. Raises `NoSuchYear`."""
    # Imported here: WeasyPrint takes a second to load, and few processes ever set a page.
    from portal.documents.annual_report import Made, annual_report

    numbers = count(work, year)
    title = ", ".join(work.actor.post_titles) or work.actor.title
    return Report(numbers, annual_report(numbers, work.profile, Made(work.now, work.actor.full_name, title)))


def note_made(work: Work, report: Report) -> None:
    """Puts on record that the report was made, with its SHA-256 that a copy can be held to.

    Comes before the report is given out.

    Raises `LedgerUnavailable`.
    """
    numbers = report.numbers
    told = Told(
        filters={"year": numbers.year, "last_seq": numbers.last_seq},
        subject_type="annual_report",
        subject_id=str(numbers.year),
    )
    digest = hashlib.sha256(report.pdf).hexdigest()
    work.note(Kind.ACCESS, Action.REPORT_MADE, told, outcome="done", count=numbers.rows, digest=digest)
