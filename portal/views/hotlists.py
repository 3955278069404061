"""Custom hotlist entries: asked for, escalated, decided, removed."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.hotlists import DecisionForm, EntryForm, EscalationForm, RemovalForm
from portal.models import Verdict
from portal.rules import RuleBroken
from portal.services import hotlists
from portal.web.errors import answer
from portal.web.render import go_to, render
from portal.web.section import Section
from portal.web.work import show_only

section = Section("hotlists", "/hotlists")


@section.get("/", access=Permission.HOTLIST_VIEW)
def index() -> Response:
    _, entries = hotlists.open_list(g.work)
    return render("hotlists/index.html", entries=entries, custom=g.work.profile.hotlist.custom)


def entry_form() -> EntryForm:
    form = EntryForm()
    form.offer(g.work.profile)
    return form


def form_page(form: EntryForm, status: int = 200) -> Response:
    chain = hotlists.chain_of(g.work)
    step = hotlists.first_step(g.work, chain).step
    opens_next = bool(form.unavailable_statement.data) and step + 1 < len(chain.steps)
    return render(
        "hotlists/new.html",
        partial="hotlists/_form.html",
        status=status,
        form=form,
        chain=chain,
        deciders=hotlists.deciders(g.work, chain, step + opens_next, g.work.actor.person_id),
        has_next=step + 1 < len(chain.steps),
    )


@section.get("/entries/new", access=Permission.HOTLIST_REQUEST)
def new() -> Response:
    return form_page(entry_form())


@section.post("/entries", access=Permission.HOTLIST_REQUEST)
def create() -> Response:
    form = entry_form()
    if not form.validate():
        return form_page(form, 422)
    try:
        entry = hotlists.request(g.work, form.to_entry())
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return form_page(form, 422)
    flash("The request is with the approver. Nothing is live before it is approved.", "success")
    return go_to("hotlists.show", entry_id=entry.id)


@section.get("/entries/<string:entry_id>", access=Permission.HOTLIST_VIEW)
def show(entry_id: str) -> Response:
    _, listed = hotlists.open_entry(g.work, entry_id)
    return entry_page(listed, EscalationForm())


def entry_page(listed: hotlists.Listed, form: EscalationForm, status: int = 200) -> Response:
    entry = listed.entry
    waiting = listed.state == hotlists.State.WAITING
    mine = entry.requested_by_id == g.work.actor.person_id
    chain = hotlists.chain_named(g.work, entry.chain)
    return render(
        "hotlists/show.html",
        status=status,
        listed=listed,
        entry=entry,
        chain=chain,
        form=form,
        seen=hotlists.shown(entry),
        can_decide=waiting and not mine and hotlists.is_open_to(g.work, entry),
        can_escalate=waiting and mine and entry.step + 1 < len(chain.steps),
        can_remove=listed.state == hotlists.State.LIVE or (waiting and mine),
        removal=RemovalForm(),
    )


@section.post("/entries/<string:entry_id>/escalation", access=Permission.HOTLIST_REQUEST)
def escalate(entry_id: str) -> Response:
    form = EscalationForm()
    if not form.validate():
        return escalation_page(entry_id, form)
    entry = hotlists.get(g.work, entry_id, for_change=True)
    try:
        hotlists.escalate(g.work, entry, form.unavailable_statement.data or "")
    except RuleBroken as broken:
        if not broken.field:
            raise
        form.show(broken)
        return escalation_page(entry_id, form)
    flash("The next approvers can decide this request now.", "success")
    return go_to("hotlists.show", entry_id=entry_id)


def escalation_page(entry_id: str, form: EscalationForm) -> Response:
    """The entry's page again, with what is wrong with the statement."""
    show_only()
    _, listed = hotlists.open_entry(g.work, entry_id)
    return entry_page(listed, form, 422)


@section.post("/entries/<string:entry_id>/approval", access=Permission.HOTLIST_DECIDE, proof=True)
def approve(entry_id: str) -> Response:
    return decide(entry_id, Verdict.APPROVED)


@section.post("/entries/<string:entry_id>/denial", access=Permission.HOTLIST_DECIDE, proof=True)
def deny(entry_id: str) -> Response:
    return decide(entry_id, Verdict.DENIED)


def decide(entry_id: str, verdict: Verdict) -> Response:
    hotlists.decide(g.work, entry_id, verdict, DecisionForm().seen.data or "")
    flash(f"The request is {verdict}. The decision is written into its narrative.", "success")
    return go_to("hotlists.show", entry_id=entry_id)


@section.post("/entries/<string:entry_id>/removal", access=Permission.HOTLIST_REQUEST)
def remove(entry_id: str) -> Response:
    form = RemovalForm()
    if not form.validate():
        return answer(422, "The reason of a removal is too long.")
    hotlists.remove(g.work, hotlists.get(g.work, entry_id, for_change=True), form.removal_reason.data or "")
    flash("The entry is removed and matches no more.", "success")
    return go_to("hotlists.index")
