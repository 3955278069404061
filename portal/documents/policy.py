"""The public page as a document to print: the rules, the text in force, and what carries each clause out."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from portal.access import Duty
from portal.agencies.gaps import Gap
from portal.agencies.identity import Rule
from portal.agencies.profile import Profile
from portal.documents.translated import day_in, environment_in
from portal.documents.typeset import to_pdf
from portal.rules.public_page import Shown


def policy_document(
    page: Shown,
    profile: Profile,
    topics: Sequence[tuple[str, Sequence[Rule]]],
    gaps: Sequence[Gap],
    language: str,
) -> bytes:
    """The whole public page as a PDF, its own words in this language, the policy's as adopted."""
    template = environment_in(language).get_template("documents/policy.html")
    html = template.render(
        page=page,
        profile=profile,
        agency=profile.agency,
        topics=topics,
        gaps=gaps,
        language=language,
        administrator=profile.duties[Duty.ADMINISTRATOR],
        local_day=day_in(language, ZoneInfo(profile.agency.time_zone)),
    )
    return to_pdf(html)
