"""The public page: the agency's rules in plain words with their sections, and what shows that they are kept."""

from flask import Response, g

from portal.access import Duty
from portal.agencies.gaps import gaps
from portal.services import setup
from portal.services.policy import page
from portal.web.render import render
from portal.web.section import Section

section = Section("policy", "/policy")


@section.get("", access="public")
def show() -> Response:
    profile = g.work.profile
    return render(
        "policy/show.html",
        custodian=profile.holders_of(Duty.ADMINISTRATOR),
        designee=page.published_designee(g.work),
        purge=page.last_purge(g.work.session),
        gaps=gaps(profile),
        invented=setup.invented(g.work.session),
        topics=page.topics(profile),
        duty=Duty,
    )
