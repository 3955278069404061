"""The course and its versions; retraining that is ordered, done or withdrawn."""

from flask import Response, flash, g, request

from portal.access import Permission
from portal.forms.training import IssueForm, OrderForm, WithdrawalForm
from portal.rules import RuleBroken
from portal.services.training import courses, retraining, standing
from portal.web.render import go_to, render
from portal.web.section import Section
from portal.web.work import show_only

section = Section("training_courses", "/training")


@section.get("/courses", access=Permission.TRAINING_VIEW)
def index() -> Response:
    return render(
        "training/courses.html", versions=list(reversed(courses.versions(g.work))), causes=courses.CAUSES
    )


def issue_form() -> IssueForm:
    form = IssueForm()
    form.offer(courses.newest(g.work), [item.key for item in g.work.profile.training.items])
    return form


def issue_page(form: IssueForm, status: int = 200) -> Response:
    return render("training/issue.html", status=status, form=form, newest=courses.newest(g.work))


@section.get("/courses/new", access=Permission.COURSE_ISSUE)
def new() -> Response:
    form = issue_form()
    form.fill(courses.newest(g.work))
    return issue_page(form)


@section.post("/courses", access=Permission.COURSE_ISSUE, proof=True)
def issue() -> Response:
    form = issue_form()
    if not form.validate():
        return issue_page(form, 422)
    try:
        row = courses.issue(g.work, form.to_issue())
    except RuleBroken as broken:
        show_only()
        form.show(broken)
        return issue_page(form, 422)
    flash(f"Version {row.number} of the course is issued, and everybody with an account is told.", "success")
    return go_to("training_courses.index")


@section.get("/retraining", access=Permission.TRAINING_VIEW)
def retrainings() -> Response:
    return render("training/retrainings.html", orders=retraining.listed(g.work))


def order_form() -> OrderForm:
    form = OrderForm()
    form.offer(standing.members(g.work))
    return form


def order_page(form: OrderForm, status: int = 200) -> Response:
    return render("training/order.html", status=status, form=form)


@section.get("/retraining/new", access=Permission.RETRAINING_ORDER)
def new_order() -> Response:
    form = order_form()
    closes = g.work.profile.training.on_violation == "retrain"
    form.fill(request.args.get("person", ""), closes=closes)
    return order_page(form)


@section.post("/retraining", access=Permission.RETRAINING_ORDER, proof=True)
def order() -> Response:
    form = order_form()
    if not form.validate():
        return order_page(form, 422)
    try:
        row = retraining.order(g.work, form.to_order())
    except RuleBroken as broken:
        show_only()
        form.show(broken)
        return order_page(form, 422)
    flash("The retraining is ordered, and the person is told.", "success")
    return go_to("training_courses.retraining_of", retraining_id=row.id)


@section.get("/retraining/<string:retraining_id>", access=Permission.TRAINING_VIEW)
def retraining_of(retraining_id: str) -> Response:
    return retraining_page(retraining_id, WithdrawalForm())


def retraining_page(retraining_id: str, form: WithdrawalForm, status: int = 200) -> Response:
    row = retraining.find(g.work, retraining_id)
    return render(
        "training/retraining.html",
        status=status,
        order=row,
        is_open=retraining.is_open(row),
        own=row.person_id == g.work.actor.person_id,
        form=form,
    )


@section.post("/retraining/<string:retraining_id>/withdrawal", access=Permission.RETRAINING_ORDER, proof=True)
def withdraw(retraining_id: str) -> Response:
    form = WithdrawalForm()
    if not form.validate():
        return retraining_page(retraining_id, form, 422)
    try:
        retraining.withdraw(g.work, retraining_id, form.reason.data or "")
    except RuleBroken as broken:
        if not broken.field:
            raise
        show_only()
        form.show(broken)
        return retraining_page(retraining_id, form, 422)
    flash("The retraining is withdrawn, and the person is told.", "success")
    return go_to("training_courses.retraining_of", retraining_id=retraining_id)
