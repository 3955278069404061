"""Conformance: what the newest check found, clause by clause; the checks before it; checking now."""

from flask import Response, current_app, flash, g, request

from portal.access import Permission
from portal.controls import shown
from portal.controls.conformance import check as check_policy
from portal.controls.telling import as_run
from portal.models import ConformanceRun, Kind
from portal.services.policy import conformance
from portal.web.render import go_to, render
from portal.web.section import Section
from portal.web.system_work import reading_apart

section = Section("conformance", "/policy/conformance")


@section.get("", access=Permission.CONFORMANCE_VIEW)
def index() -> Response:
    run = conformance.latest(g.work.session)
    return page("conformance/index.html", run) if run else render("conformance/index.html", run=None)


@section.post("", access=Permission.POLICY_MANAGE)
def check() -> Response:
    with reading_apart(current_app, g.work) as reading:
        found = check_policy(reading)
    conformance.keep(g.work, as_run(found), Kind.ACT)
    failing = len(found.failing)
    flash(
        f"Checked: {failing or 'no'} clause{'' if failing == 1 else 's'} failed.",
        "error" if failing else "success",
    )
    return go_to("conformance.index")


@section.get("/checks", access=Permission.CONFORMANCE_VIEW)
def checks() -> Response:
    before = request.args.get("before", "")
    return render("conformance/checks.html", page=conformance.listed(g.work.session, before), before=before)


@section.get("/checks/<string:check_id>", access=Permission.CONFORMANCE_VIEW)
def show(check_id: str) -> Response:
    return page("conformance/show.html", conformance.get(g.work.session, check_id))


def page(template: str, run: ConformanceRun) -> Response:
    """A run, of its clauses those that stand as the address asks; all where it asks for none there is."""
    clauses = shown.clauses(g.work.session, run)
    asked = request.args.get("status", "")
    standing = asked if asked in shown.STANDINGS else ""
    return render(
        template,
        run=run,
        bars=shown.bars(clauses),
        standing=standing,
        counts={each: sum(clause.standing == each for clause in clauses) for each in shown.STANDINGS},
        clauses=[clause for clause in clauses if standing in ("", clause.standing)],
    )
