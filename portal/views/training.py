"""Who is trained until when; one person's record, also one's own; and the documents on file."""

from flask import Response, g, request

from portal.access import Duty, Permission
from portal.models import TrainingDocument
from portal.rules.training import training_bar, whom_to_see
from portal.services.training import courses, documents, retraining, standing, waiting
from portal.web.render import render
from portal.web.section import Section

section = Section("training", "/training")


@section.get("/", access=Permission.TRAINING_VIEW)
def index() -> Response:
    """Names are looked for on the page itself: a name never stands in an address."""
    group, order = request.args.get("group", "all"), request.args.get("order", "until")
    return render(
        "training/index.html",
        listing=standing.listing(g.work, group, order),
        groups=standing.GROUPS,
        orders=standing.ORDERS,
        group=group,
        order=order,
    )


@section.get("/own", access=Permission.OWN_ACCOUNT)
def own() -> Response:
    """Open to everybody who can sign in, also while plate data is closed to them."""
    person_id = g.work.actor.person_id or ""
    now = waiting.own_standing(g.work)
    return render(
        "training/own.html",
        standing=now,
        bar=None if now.opens else training_bar(g.work.profile, now),
        history=standing.history(g.work, person_id),
        course=courses.newest(g.work),
        orders=retraining.of_person(g.work, person_id),
        see=whom_to_see(g.work.profile, Duty.TRAINING_KEEPER),
    )


@section.get("/people/<string:person_id>", access=Permission.TRAINING_VIEW)
def person(person_id: str) -> Response:
    return render(
        "training/person.html",
        member=standing.member(g.work, person_id),
        history=standing.history(g.work, person_id),
        orders=retraining.of_person(g.work, person_id),
    )


@section.get("/documents/<string:document_id>", access=Permission.TRAINING_VIEW)
def document(document_id: str) -> Response:
    return sent(documents.find(g.work, document_id))


@section.get("/own/documents/<string:document_id>", access=Permission.OWN_ACCOUNT)
def own_document(document_id: str) -> Response:
    """Of a class they were in themselves; any other is not there."""
    return sent(documents.find_own(g.work, document_id))


def sent(row: TrainingDocument) -> Response:
    """As a file to save, of the kind its bytes are, never shown in our own pages."""
    opened = documents.open_document(g.work, row)
    return Response(
        opened.data,
        mimetype=opened.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{opened.name}"',
            "Cache-Control": "no-store",
        },
    )
