"""Classes: logged for everybody in them at once, looked over, filed with their document, and corrected later."""

from flask import Response, flash, g, request

from portal.access import Permission
from portal.forms.base import PortalForm
from portal.forms.training import ClassForm, CorrectionForm, FiledClassForm
from portal.rules import RuleBroken
from portal.services.training import classes, correcting, courses, log_class, recording, standing
from portal.web.render import go_to, render
from portal.web.section import Section
from portal.web.work import show_only

section = Section("training_classes", "/training")


@section.get("/classes", access=Permission.TRAINING_VIEW)
def index() -> Response:
    return render("training/classes.html", classes=classes.listed(g.work))


@section.get("/classes/new", access=Permission.TRAINING_KEEP)
def new() -> Response:
    form = ClassForm()
    offer(form)
    form.fill(courses.versions(g.work))
    return class_page(form)


def offer(form: ClassForm) -> None:
    form.offer(standing.members(g.work), courses.versions(g.work))


def class_page(form: ClassForm, status: int = 200) -> Response:
    return render(
        "training/new.html", status=status, form=form, versions=courses.versions(g.work), members=by_id()
    )


def by_id() -> dict[str, standing.Member]:
    return {each.person.id: each for each in standing.members(g.work)}


@section.post("/classes/review", access=Permission.TRAINING_KEEP)
def review() -> Response:
    """What would go on file, to be looked over; nothing is kept yet."""
    form = FiledClassForm()
    offer(form)
    if not form.validate():
        return class_page(form, 422)
    if "again" in request.form:
        return class_page(form)
    try:
        recording.check(g.work, form.to_class())
    except RuleBroken as broken:
        return refused(form, broken)
    return review_page(form)


def refused(form: ClassForm, broken: RuleBroken) -> Response:
    """The form once more, with what is wrong beside its field; nothing of it is kept."""
    show_only()
    form.show(broken)
    if broken.field == "document" and isinstance(form, FiledClassForm):
        return review_page(form, 422)
    return class_page(form, 422)


def review_page(form: FiledClassForm, status: int = 200) -> Response:
    reported = form.to_class()
    people = by_id()
    return render(
        "training/review.html",
        status=status,
        form=form,
        reported=reported,
        members=[people[each] for each in reported.people],
        course=courses.numbered(g.work, reported.course_version),
    )


@section.post("/completions", access=Permission.TRAINING_KEEP)
def file() -> Response:
    form = FiledClassForm()
    offer(form)
    if not form.validate():
        return class_page(form, 422)
    try:
        held = log_class(g.work, form.to_class(), form.upload())
    except RuleBroken as broken:
        return refused(form, broken)
    flash("The class is on file. Whoever completed all of it may use plate data.", "success")
    return go_to("training_classes.show", class_id=held.id)


@section.get("/classes/<string:class_id>", access=Permission.TRAINING_VIEW)
def show(class_id: str) -> Response:
    attended = classes.find(g.work, class_id)
    course = courses.numbered(g.work, attended.row.course_version)
    return render("training/class.html", attended=attended, course=course)


@section.get("/completions/<string:completion_id>/correction", access=Permission.TRAINING_KEEP, proof=True)
def correction(completion_id: str) -> Response:
    form = correction_form(completion_id)
    form.fill(correcting.find(g.work, completion_id))
    return correction_page(completion_id, form)


def correction_form(completion_id: str) -> CorrectionForm:
    completion = correcting.find(g.work, completion_id)
    form = CorrectionForm()
    form.offer(courses.numbered(g.work, completion.course_version))
    return form


def correction_page(completion_id: str, form: PortalForm, status: int = 200) -> Response:
    completion = correcting.find(g.work, completion_id)
    return render(
        "training/correction.html",
        status=status,
        completion=completion,
        corrected=correcting.is_corrected(g.work, completion),
        form=form,
    )


@section.post("/completions/<string:completion_id>/correction", access=Permission.TRAINING_KEEP, proof=True)
def correct(completion_id: str) -> Response:
    form = correction_form(completion_id)
    if not form.validate():
        return correction_page(completion_id, form, 422)
    try:
        row = correcting.correct(g.work, completion_id, form.to_correction())
    except RuleBroken as broken:
        if broken.code == "training.corrected-already":
            raise
        show_only()
        form.show(broken)
        return correction_page(completion_id, form, 422)
    flash("The correction is on file, beside what it corrects.", "success")
    return go_to("training.person", person_id=row.person_id)
