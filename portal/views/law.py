"""The law as the portal keeps it: the sets in force, and what a further one would change on the data at hand."""

from flask import Response, g

from portal.access import Permission
from portal.agencies.law import rule_sets
from portal.services.policy.simulation import simulate
from portal.web.render import render
from portal.web.section import Section

section = Section("law", "/policy/law")


@section.get("", access=Permission.CONFORMANCE_VIEW)
def show() -> Response:
    sets = rule_sets()
    return render("law/show.html", sets=sets, measured={each.key: simulate(g.work, each) for each in sets})
