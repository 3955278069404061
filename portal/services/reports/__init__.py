"""Reports made of the record."""

from portal.services.reports.annual import annual_numbers, years
from portal.services.reports.making import NoSuchYear, Report, count, make, note_made, overview

__all__ = ["NoSuchYear", "Report", "annual_numbers", "count", "make", "note_made", "overview", "years"]
