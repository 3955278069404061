"""The dispatcher's console: hits as they come, one hit in full, the steps of the procedure."""

from flask import Response, g, request

from portal.access import Permission
from portal.forms.hits import StepForm
from portal.rules import sureness
from portal.services.hits import working
from portal.web.embedding import picture_url
from portal.web.errors import answer
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("hits", "/hits")


@section.get("/", access=Permission.HIT_VIEW)
def index() -> Response:
    return hits_page("hits/index.html")


@section.get("/waiting", access=Permission.HIT_VIEW, activity=False)
def waiting() -> Response:
    """For the page's own polling. Nothing new is 204: no plate, and no row in the ledger."""
    if request.args.get("version") == working.version(g.work):
        return Response(status=204)
    return hits_page("hits/_list.html")


def hits_page(template: str) -> Response:
    version = working.version(g.work)
    access, hits = working.open_list(g.work)
    shown = [(hit, working.stands(g.work, hit), working.is_live(g.work, hit)) for hit in hits]
    return render(template, hits=shown, version=version, access=access)


@section.get("/<string:hit_id>", access=Permission.HIT_VIEW)
def show(hit_id: str) -> Response:
    access, hit, read = working.open_hit(g.work, hit_id)
    return render(
        "hits/show.html",
        hit=hit,
        read=read,
        doubts=sureness.doubts(read.confidence, read.quality) if read else (),
        others=sureness.others(read.plate, read.candidates) if read else [],
        read_id=g.work.tools.read_ids.hide(hit.read_key),
        access=access,
        procedure=working.procedure(g.work, hit),
        stands=working.stands(g.work, hit),
        live=working.is_live(g.work, hit),
        may_use_clets=working.may_use_clets(g.work),
        help_from=working.help_from(g.work),
        picture_url=picture_url,
    )


@section.post("/<string:hit_id>/steps", access=Permission.HIT_WORK)
def take_step(hit_id: str) -> Response:
    form = StepForm()
    if not form.validate():
        return answer(422, "The note is too long: 200 characters at most. The step was not recorded.")
    working.take_step(g.work, hit_id, form.step.data or "", form.outcome.data or "done", form.note.data or "")
    return go_to("hits.show", hit_id=hit_id)
