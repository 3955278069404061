"""People who leave: recorded by one who closes accounts, worked off step by step within a day."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.departures import DepartureForm, ReturnForm, StepForm
from portal.rules import RuleBroken
from portal.services import departures
from portal.web.errors import answer
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("departures", "/people/departures")


@section.get("", access=Permission.ACCOUNT_VIEW)
def index() -> Response:
    return render("departures/index.html", rows=departures.listed(g.work))


def new_form() -> DepartureForm:
    form = DepartureForm()
    form.offer(departures.candidates(g.work))
    return form


def new_page(form: DepartureForm, status: int = 200) -> Response:
    return render("departures/new.html", partial="departures/_form.html", status=status, form=form)


@section.get("/new", access=Permission.ACCOUNT_CLOSE)
def new() -> Response:
    return new_page(new_form())


@section.post("", access=Permission.ACCOUNT_CLOSE, proof=True)
def record() -> Response:
    form = new_form()
    if not form.validate():
        return new_page(form, 422)
    try:
        departure = departures.record(g.work, form.to_departure(g.work.profile.agency.time_zone))
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return new_page(form, 422)
    flash("The departure is on record. Work the steps below to their end.", "success")
    return go_to("departures.show", departure_id=departure.id)


@section.get("/<string:departure_id>", access=Permission.ACCOUNT_VIEW)
def show(departure_id: str) -> Response:
    return page_of(departure_id, StepForm())


def page_of(
    departure_id: str,
    form: StepForm,
    status: int = 200,
    wrong: str = "",
    returning: ReturnForm | None = None,
) -> Response:
    departure = departures.get(g.work, departure_id)
    return render(
        "departures/show.html",
        status=status,
        leaving=departures.told(g.work, departure),
        points=departures.checklist(g.work, departure),
        recorded_by=departures.recorder(g.work, departure),
        form=form,
        wrong=wrong,
        returning=returning or ReturnForm(formdata=None),
        own=departure.person_id == g.work.actor.person_id,
    )


@section.post("/<string:departure_id>/steps/<string:step_key>", access=Permission.ACCOUNT_CLOSE)
def finish(departure_id: str, step_key: str) -> Response:
    form = StepForm()
    if not form.validate():
        return answer(422, "That note is too long. Say it in 200 characters.")
    departure = departures.get(g.work, departure_id, for_change=True)
    try:
        departures.finish_step(g.work, departure, step_key, form.note.data or "")
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return page_of(departure_id, form, 422, wrong=step_key)
    if departure.closed_at:
        flash("That was the last step. The departure is closed.", "success")
    return go_to("departures.show", departure_id=departure_id)


@section.post("/<string:departure_id>/return", access=Permission.PERMISSION_ASSIGN, proof=True)
def take_back(departure_id: str) -> Response:
    form = ReturnForm()
    if not form.validate():
        return page_of(departure_id, StepForm(formdata=None), 422, returning=form)
    departures.take_back(g.work, departure_id, form.reason.data or "")
    flash("The departure is taken back. Posts are given anew, and the account is opened anew.", "success")
    return go_to("departures.show", departure_id=departure_id)
