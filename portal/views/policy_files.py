"""The policy in force as a PDF to print and as data, the same as the public page tells."""

import json

from flask import Response, g

from portal.agencies.gaps import gaps
from portal.controls.public_page import shown
from portal.documents.policy import policy_document
from portal.documents.policy_data import policy_data
from portal.services.policy import page
from portal.web.languages import language
from portal.web.section import Section

section = Section("policy_files", "")


@section.get("/policy.pdf", access="public", kept=True)
def pdf() -> Response:
    profile = g.work.profile
    document = policy_document(shown(g.work), profile, page.topics(profile), gaps(profile), language())
    name = f'inline; filename="policy-{profile.policy.number}-{language()}.pdf"'
    return Response(document, mimetype="application/pdf", headers={"Content-Disposition": name})


@section.get("/policy.json", access="public", kept=True)
def data() -> Response:
    told = policy_data(shown(g.work), g.work.profile, gaps(g.work.profile))
    return Response(json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json")
