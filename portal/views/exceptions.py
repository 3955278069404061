"""Exceptions to what the policy says should be done: who signed which, why, until when."""

from flask import Response, flash, g, request

from portal.access import Permission
from portal.controls import CONTROLS
from portal.forms.exceptions import ExceptionForm
from portal.rules import RuleBroken
from portal.services.policy import exceptions
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("exceptions", "/policy/exceptions")


@section.get("", access=Permission.CONFORMANCE_VIEW)
def index() -> Response:
    return render("exceptions/index.html", listed=exceptions.listed(g.work), registry=CONTROLS)


@section.get("/new", access=Permission.EXCEPTION_SIGN)
def new() -> Response:
    """The form for the clause and control the address names; else the clauses there are to choose from."""
    clause, control = request.args.get("clause", ""), request.args.get("control", "")
    if not clause:
        return render("exceptions/choose.html", offered=exceptions.offered(g.work), registry=CONTROLS)
    exceptions.check_subject(g.work, clause, control)
    return form_page(ExceptionForm(clause=clause, control=control))


def form_page(form: ExceptionForm, status: int = 200) -> Response:
    return render(
        "exceptions/new.html", partial="exceptions/_form.html", status=status, form=form, registry=CONTROLS
    )


@section.post("", access=Permission.EXCEPTION_SIGN, proof=True)
def sign() -> Response:
    form = ExceptionForm()
    if not form.validate():
        return form_page(form, 422)
    try:
        signed = exceptions.sign(g.work, form.to_exception())
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return form_page(form, 422)
    flash(f"The exception to {signed.clause} is signed. The next check takes it into account.", "success")
    return go_to("exceptions.index")


@section.post("/<string:exception_id>/end", access=Permission.EXCEPTION_SIGN)
def end(exception_id: str) -> Response:
    ended = exceptions.end(g.work, exception_id)
    flash(
        f"The exception to {ended.clause} has ended. The next check judges the clause without it.", "success"
    )
    return go_to("exceptions.index")
