"""Account reviews: the list, the desk where each line is decided, the signature, and the signed document."""

from flask import Response, abort, flash, g, request

from portal.access import Permission
from portal.forms.reviews import CleanForm, LineForm, SignatureForm
from portal.rules import RuleBroken
from portal.services import reviews
from portal.web.errors import answer
from portal.web.render import go_to, render, wants_partial
from portal.web.section import Section

section = Section("reviews", "/people/reviews")

ASKED = ("show", "title", "q", "sort", "page")
"""What of the desk an address may ask for; its forms carry it on."""
STATEMENT = (
    "I have looked at every account of this review. Each that stays open is still needed, and its holder is still "
    "authorised to use the system."
)


def asked() -> dict[str, str]:
    return {key: request.args[key] for key in ASKED if key in request.args}


@section.get("", access=Permission.REVIEW_VIEW)
def index() -> Response:
    return render("reviews/index.html", standings=reviews.overview(g.work), missing=reviews.missing(g.work))


@section.post("", access=Permission.REVIEW_DECIDE)
def open_now() -> Response:
    review = reviews.open_now(g.work)
    flash("The review is open. Every account has a line; decide them, then sign.", "success")
    return go_to("reviews.show", review_id=review.id)


@section.get("/<string:review_id>", access=Permission.REVIEW_VIEW)
def show(review_id: str) -> Response:
    return desk_page(review_id, SignatureForm(formdata=None, data={"statement": STATEMENT}))


def desk_page(
    review_id: str, form: SignatureForm, status: int = 200, wrong: dict[str, str] | None = None
) -> Response:
    """The desk; `wrong` tells the line that was refused, why, and what was typed."""
    return render(
        "reviews/show.html",
        status=status,
        desk=reviews.desk(g.work, review_id, asked()),
        asked=asked(),
        shows=reviews.SHOWS,
        sorts=reviews.SORTS,
        form=form,
        wrong=wrong or {},
    )


@section.get("/<string:review_id>.pdf", access=Permission.REVIEW_VIEW, proof=True)
def document(review_id: str) -> Response:
    try:
        pdf = reviews.document(g.work, review_id)
    except reviews.NotSigned:
        abort(404)
    review = reviews.get(g.work, review_id)
    name = f"{g.work.profile.agency.slug}-account-review-{review.period_end.isoformat()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


@section.post("/<string:review_id>/lines/<string:line_id>", access=Permission.REVIEW_DECIDE)
def decide(review_id: str, line_id: str) -> Response:
    return decide_line(review_id, line_id, second=False)


@section.post("/<string:review_id>/lines/<string:line_id>/second", access=Permission.REVIEW_SECOND)
def decide_second(review_id: str, line_id: str) -> Response:
    """A reviewer's own line, by the second person who may."""
    return decide_line(review_id, line_id, second=True)


def decide_line(review_id: str, line_id: str, *, second: bool) -> Response:
    form = LineForm()
    if not form.validate():
        return refused(review_id, line_id, form.wrong, form.reason.data or "")
    try:
        if form.takes_back:
            reviews.undo(g.work, review_id, line_id, second=second)
        else:
            reviews.decide(g.work, review_id, line_id, form.to_decision(), second=second)
    except RuleBroken as broken:
        if not broken.field:
            raise
        return refused(review_id, line_id, broken.message, form.reason.data or "")
    if wants_partial():
        return line_part(review_id, line_id)
    return go_to("reviews.show", review_id=review_id, _anchor="lines", **asked())


def refused(review_id: str, line_id: str, message: str, reason: str) -> Response:
    """The line again, with what was typed and why it was not taken."""
    g.work.session.rollback()
    wrong = {"line": line_id, "message": message, "reason": reason}
    if wants_partial():
        return line_part(review_id, line_id, 422, wrong)
    return desk_page(review_id, SignatureForm(formdata=None, data={"statement": STATEMENT}), 422, wrong)


def line_part(
    review_id: str, line_id: str, status: int = 200, wrong: dict[str, str] | None = None
) -> Response:
    """The line as it stands now, and beside it the summary of the whole review."""
    line = reviews.line_of(g.work, review_id, line_id)
    return render(
        "reviews/_answer.html",
        status=status,
        each=reviews.shown_line(g.work, line, reviews.reviewers(g.work)),
        progress=reviews.progress(g.work, review_id),
        asked=asked(),
        wrong=wrong or {},
        focus=True,
    )


@section.post("/<string:review_id>/clean", access=Permission.REVIEW_DECIDE)
def keep_clean(review_id: str) -> Response:
    form = CleanForm()
    if not form.validate():
        return answer(422, "Mark that you have looked at these accounts, then keep them.")
    number = reviews.keep_clean(g.work, review_id, form.seen.data or "")
    flash(f"{number} {'account is' if number == 1 else 'accounts are'} kept, each on record.", "success")
    return go_to("reviews.show", review_id=review_id, **asked())


@section.post("/<string:review_id>/signature", access=Permission.REVIEW_DECIDE, proof=True)
def sign(review_id: str) -> Response:
    form = SignatureForm()
    if not form.validate():
        return desk_page(review_id, form, 422)
    try:
        reviews.sign(g.work, review_id, form.statement.data or "")
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return desk_page(review_id, form, 422)
    flash("The review is signed. Nothing of it can change any more.", "success")
    return go_to("reviews.show", review_id=review_id)
