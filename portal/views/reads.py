"""Searches and their results, one read, its picture; handing in a picture."""

from flask import Response, flash, g, request

from portal.access import Permission
from portal.forms.evidence import HoldForm
from portal.forms.reads import PictureForm, SearchForm
from portal.rules import RuleBroken, picture_quality, sureness
from portal.services import devices, evidence
from portal.services.reads import opening, searching
from portal.services.reads.ingest import Capture, ingest
from portal.services.reads.keys import received_at
from portal.web.embedding import is_embedded, picture_url
from portal.web.render import go_to, render
from portal.web.section import Section
from recognition import UnreadableImage

section = Section("reads", "/reads")


def search_form() -> SearchForm:
    form = SearchForm()
    form.offer(g.work.profile, devices.in_service(g.work.session))
    return form


@section.get("/", access=Permission.READ_SEARCH)
def new() -> Response:
    return render("reads/new.html", form=search_form(), recent=searching.recent(g.work))


@section.post("/searches", access=Permission.READ_SEARCH)
def search() -> Response:
    form = search_form()
    wanted = form.to_search(g.work.profile.agency.time_zone) if form.validate() else None
    if wanted is None:
        return render("reads/new.html", partial="reads/_form.html", status=422, form=form, recent=[])
    try:
        made = searching.make(g.work, wanted)
    except RuleBroken as broken:
        searching.refuse(g.work, wanted, broken)
        form.show(broken)
        return render("reads/new.html", partial="reads/_form.html", status=422, form=form, recent=[])
    return go_to("reads.results", search_id=made.id)


@section.get("/searches/<string:search_id>", access=Permission.READ_SEARCH)
def results(search_id: str) -> Response:
    made = searching.get_own(g.work, search_id)
    page = searching.open_results(g.work, made, request.args.get("before", ""))
    return render(
        "reads/results.html",
        partial="reads/_results.html",
        search=made,
        page=page,
        devices=devices.names(g.work.session),
        hide=g.work.tools.read_ids.hide,
        picture_url=picture_url,
    )


@section.get("/<string:read_id>", access=Permission.READ_VIEW)
def show(read_id: str) -> Response:
    under = opening.Under(request.args.get("search", ""), request.args.get("hit", ""))
    access, read = opening.open_read(g.work, read_id, under)
    return render(
        "reads/show.html",
        access=access,
        read=read,
        read_id=read_id,
        under=under,
        received_at=received_at(read.key),
        states=sureness.states(read.regions),
        measures=picture_quality.judged(read.quality),
        device=devices.names(g.work.session).get(read.device),
        holds=evidence.holds_on(g.work, read),
        form=HoldForm(read=read_id),
        picture_url=picture_url,
    )


@section.get("/<string:read_id>/picture", access=Permission.HIT_VIEW, activity=False)
def picture(read_id: str) -> Response:
    """Under the row of the page it stands on, or asked for by itself as an access of its own."""
    if is_embedded(read_id, request.args.get("under", "")):
        read = opening.find(g.work, read_id)
    else:
        under = opening.Under(request.args.get("search", ""), request.args.get("hit", ""))
        _, read = opening.open_picture(g.work, read_id, under)
    copy = opening.display_copy(g.work, read, plate_only=request.args.get("part") == "plate")
    return Response(copy, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@section.get("/upload", access=Permission.READ_INGEST)
def upload() -> Response:
    form = PictureForm()
    form.offer(devices.in_service(g.work.session))
    return render("reads/upload.html", form=form)


@section.post("/upload", access=Permission.READ_INGEST)
def take_in() -> Response:
    form = PictureForm()
    form.offer(devices.in_service(g.work.session))
    if not form.validate():
        return render("reads/upload.html", partial="reads/_upload.html", status=422, form=form)
    device = devices.find(g.work.session, form.device.data)
    assert device is not None  # noqa: S101 - the form offers only readers in service
    g.work.session.expunge_all()
    g.work.session.rollback()  # recognition takes a while; nobody waits for it with the database held
    try:
        taken_at = form.taken_at.moment(g.work.profile.agency.time_zone) or g.work.now
        taken = ingest(g.work, device, [Capture(form.picture.data.read(), taken_at)])
    except UnreadableImage as unreadable:
        form.picture.errors = [str(unreadable)]
        return render("reads/upload.html", partial="reads/_upload.html", status=422, form=form)
    flash(summary(taken.plates, taken.hits), "success")
    return go_to("reads.upload")


def summary(plates: tuple[str, ...], hits: int) -> str:
    """What came of a picture, naming no plate."""
    read = sum(bool(plate) for plate in plates)
    return f"The picture is stored. Plates read: {read}. Hits raised: {hits}."
