"""Posts: who holds them, their history, and changes that one person proposes and another decides."""

from flask import Response, flash, g, request

from portal.access import Permission
from portal.forms.posts import DecisionForm, EndingForm, GivingForm
from portal.rules import RuleBroken
from portal.rules.posts import Kind, kind_of
from portal.services import posts, proposals
from portal.services.posts.timeline import timeline
from portal.web.errors import answer
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("posts", "/people/posts")

WHEN_IT_ENDS = {
    Kind.PERMANENT: "Needed for an acting holder, a year at most. Left empty otherwise: for good.",
    Kind.DELEGATED: "Needed: what one post assigns to another ends by itself, after a year at most.",
    Kind.SHIFT: "Needed: when the shift ends, or the roster, after seven days at most.",
}


@section.get("", access=Permission.POST_VIEW)
def index() -> Response:
    return render("posts/index.html", standings=posts.standing(g.work))


@section.get("/<string:post_key>", access=Permission.POST_VIEW)
def show(post_key: str) -> Response:
    standing = posts.standing_of(g.work, post_key)
    page = posts.history(g.work, post_key, request.args.get("before"))
    return render(
        "posts/show.html",
        standing=standing,
        page=page,
        drawing=timeline([each.holding for each in page.rows], g.work.now, g.work.profile.agency.time_zone),
    )


def giving_form(post_key: str) -> GivingForm:
    form = GivingForm()
    kind = kind_of(posts.post_named(g.work, post_key), acting=False)
    form.offer(posts.candidates(g.work), WHEN_IT_ENDS[kind])
    return form


def giving_page(post_key: str, form: GivingForm, status: int = 200) -> Response:
    standing = posts.standing_of(g.work, post_key)
    return render("posts/new.html", partial="posts/_giving.html", status=status, standing=standing, form=form)


@section.get("/<string:post_key>/changes/new", access=Permission.POST_PROPOSE)
def new(post_key: str) -> Response:
    return giving_page(post_key, giving_form(post_key))


@section.post("/<string:post_key>/changes", access=Permission.POST_PROPOSE)
def propose(post_key: str) -> Response:
    form = giving_form(post_key)
    if not form.validate():
        return giving_page(post_key, form, 422)
    holding = form.to_holding(posts.post_named(g.work, post_key), g.work.profile.agency.time_zone)
    try:
        proposal = posts.propose_change(g.work, holding)
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return giving_page(post_key, form, 422)
    return proposed(proposal.id)


def proposed(change_id: str) -> Response:
    flash("The change waits for a second person. Nothing has changed yet.", "success")
    return go_to("posts.change", change_id=change_id)


def ending_page(holding_id: str, form: EndingForm, status: int = 200) -> Response:
    holding = posts.get(g.work.session, holding_id)
    post = posts.post_named(g.work, holding.post)
    return render(
        "posts/ending.html",
        partial="posts/_ending.html",
        status=status,
        holding=posts.told(g.work, holding),
        post=post,
        form=form,
    )


@section.get("/holdings/<string:holding_id>/ending", access=Permission.POST_PROPOSE)
def ending(holding_id: str) -> Response:
    return ending_page(holding_id, EndingForm())


@section.post("/holdings/<string:holding_id>/ending", access=Permission.POST_PROPOSE)
def propose_ending(holding_id: str) -> Response:
    form = EndingForm()
    if not form.validate():
        return ending_page(holding_id, form, 422)
    at = form.moment(g.work.profile.agency.time_zone)
    try:
        proposal = posts.propose_ending(g.work, holding_id, at, form.basis.data or "")
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return ending_page(holding_id, form, 422)
    return proposed(proposal.id)


@section.get("/changes/<string:change_id>", access=Permission.PROPOSAL_DECIDE)
def change(change_id: str) -> Response:
    asked = posts.change_of(g.work, posts.find(g.work, change_id))
    waits = asked.proposal.decision is None and asked.proposal.withdrawn_at is None
    mine = asked.proposal.proposed_by_id == g.work.actor.person_id
    return render(
        "posts/change.html",
        change=asked,
        seen=proposals.shown(asked.proposal),
        waits=waits,
        mine=mine,
        can_decide=waits and posts.may_decide(g.work, asked),
        form=DecisionForm(),
    )


@section.post("/changes/<string:change_id>/confirmation", access=Permission.PROPOSAL_DECIDE, proof=True)
def confirm(change_id: str) -> Response:
    form = DecisionForm()
    holding = posts.confirm(g.work, change_id, form.seen.data or "")
    flash("The change is confirmed and on record.", "success")
    return go_to("posts.show", post_key=holding.post)


@section.post("/changes/<string:change_id>/refusal", access=Permission.PROPOSAL_DECIDE, proof=True)
def refuse(change_id: str) -> Response:
    form = DecisionForm()
    if not form.validate():
        return answer(422, "The reason of a refusal is too long. Say it in 200 characters.")
    posts.refuse(g.work, change_id, form.seen.data or "", form.reason.data or "")
    flash("The change is refused. Everything stays as it was.", "success")
    return go_to("posts.change", change_id=change_id)


@section.post("/changes/<string:change_id>/withdrawal", access=Permission.POST_PROPOSE)
def withdraw(change_id: str) -> Response:
    proposal = posts.withdraw(g.work, change_id)
    flash("The proposal is withdrawn. Everything stays as it was.", "success")
    return go_to("posts.show", post_key=proposal.subject_id)
