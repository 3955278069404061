"""The text of the policy before it is public: drafts, what stands beside them, and their publication by two."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.base import PortalForm
from portal.forms.policy_text import (
    ConfirmationForm,
    DoubtForm,
    ImportForm,
    MeetingForm,
    MendForm,
    ProcedureForm,
    PublicationForm,
    RefusalForm,
    given,
)
from portal.rules import RuleBroken
from portal.rules.publishing import LONGEST
from portal.services import proposals
from portal.services.policy import beside, differences, importing, procedures, publishing, versions
from portal.services.policy.adopted import UnreadableText
from portal.web.render import go_to, render
from portal.web.section import Section
from portal.web.work import show_only

section = Section("policy_text", "/policy")


@section.get("/drafts", access=Permission.POLICY_MANAGE)
def index() -> Response:
    session = g.work.session
    return render(
        "policy_text/index.html",
        drafts=versions.drafts(session),
        waiting=publishing.waiting(g.work),
        published=versions.published(session),
        in_force=g.work.version,
        meetings=publishing.meetings(session),
        procedures=procedures.published(session),
    )


@section.get("/drafts/new", access=Permission.POLICY_MANAGE)
def new() -> Response:
    return render("policy_text/new.html", form=ImportForm())


@section.post("/drafts", access=Permission.POLICY_MANAGE)
def take_in() -> Response:
    form = ImportForm()
    if not form.validate():
        return render("policy_text/new.html", status=422, form=form)
    data, name = form.file()
    try:
        version = importing.import_text(g.work, data, name, given(form.adopted_on))
    except (UnreadableText, RuleBroken) as error:
        return again("policy_text/new.html", form, error)
    flash("The text is a draft. Read it beside its source before you publish it.", "success")
    return go_to("policy_text.show", number=version.number)


def again(page: str, form: PortalForm, error: UnreadableText | RuleBroken) -> Response:
    """The form once more, with what is wrong beside its field; nothing of it is kept."""
    show_only()
    form.show(as_rule(error))
    return render(page, status=422, form=form)


def as_rule(error: UnreadableText | RuleBroken) -> RuleBroken:
    return (
        error if isinstance(error, RuleBroken) else RuleBroken("import.unreadable", str(error), field="text")
    )


@section.get("/drafts/<int:number>", access=Permission.POLICY_MANAGE)
def show(number: int) -> Response:
    version = versions.numbered(g.work.session, number)
    return draft_page(number, MendForm(text=version.text, adopted_on=version.adopted_on))


def draft_page(number: int, form: MendForm, status: int = 200) -> Response:
    version = versions.numbered(g.work.session, number)
    return render(
        "policy_text/show.html",
        status=status,
        version=version,
        standing=publishing.standing(g.work, version),
        draft=beside.read_draft(version),
        form=form,
        longest=LONGEST,
    )


@section.post("/drafts/<int:number>/text", access=Permission.POLICY_MANAGE)
def mend(number: int) -> Response:
    form = MendForm()
    if not form.validate():
        return draft_page(number, form, 422)
    version = versions.numbered(g.work.session, number)
    try:
        importing.mend(g.work, version, form.text.data or "", given(form.adopted_on))
    except (UnreadableText, RuleBroken) as error:
        if not as_rule(error).field:
            raise
        show_only()
        form.show(as_rule(error))
        return draft_page(number, form, 422)
    flash("The text is read anew.", "success")
    return go_to("policy_text.show", number=number)


@section.post("/drafts/<int:number>/doubts", access=Permission.POLICY_MANAGE)
def settle(number: int) -> Response:
    version = versions.numbered(g.work.session, number)
    importing.settle(g.work, version, DoubtForm().doubt.data or "")
    return go_to("policy_text.show", number=number)


@section.post("/drafts/<int:number>/discard", access=Permission.POLICY_MANAGE)
def discard(number: int) -> Response:
    importing.discard(g.work, versions.numbered(g.work.session, number))
    flash(f"Draft {number} is discarded.", "success")
    return go_to("policy_text.index")


@section.get("/drafts/<int:number>/publication", access=Permission.POLICY_MANAGE)
def prepare(number: int) -> Response:
    return publication_page(number, publication_form())


def publication_form() -> PublicationForm:
    form = PublicationForm()
    form.offer(publishing.meetings(g.work.session))
    return form


def publication_page(number: int, form: PublicationForm, status: int = 200) -> Response:
    version = versions.numbered(g.work.session, number)
    return render(
        "policy_text/publication.html",
        status=status,
        version=version,
        standing=publishing.standing(g.work, version),
        doubts=importing.open_doubts(version),
        form=form,
    )


@section.post("/drafts/<int:number>/publication", access=Permission.POLICY_MANAGE)
def propose(number: int) -> Response:
    form = publication_form()
    if not form.validate():
        return publication_page(number, form, 422)
    version = versions.numbered(g.work.session, number)
    meeting = publishing.meeting(g.work.session, form.meeting.data)
    try:
        proposal = publishing.propose_publication(g.work, version, given(form.effective_on), meeting)
    except RuleBroken as broken:
        if not broken.field:
            raise
        show_only()
        form.show(broken)
        return publication_page(number, form, 422)
    flash("A second person must confirm it now. Nothing is published before.", "success")
    return go_to("policy_text.proposed", proposal_id=proposal.id)


@section.get("/publications/<string:proposal_id>", access=Permission.PROPOSAL_DECIDE)
def proposed(proposal_id: str) -> Response:
    return proposal_page(proposal_id, RefusalForm())


def proposal_page(proposal_id: str, form: RefusalForm, status: int = 200) -> Response:
    asked = publishing.proposed(g.work, proposal_id)
    before = publishing.before(g.work, asked)
    return render(
        "policy_text/proposed.html",
        status=status,
        asked=asked,
        mine=asked.proposal.proposed_by_id == g.work.actor.person_id,
        deciders=proposals.deciders(g.work, asked.proposal),
        seen=proposals.shown(asked.proposal),
        before=before,
        changes=differences.compare(before, asked.version) if before else [],
        titles=differences.compare_titles(before, asked.version) if before else [],
        form=form,
    )


@section.post(
    "/publications/<string:proposal_id>/confirmation", access=Permission.PROPOSAL_DECIDE, proof=True
)
def confirm(proposal_id: str) -> Response:
    publishing.decide(g.work, proposal_id, "confirmed", ConfirmationForm().seen.data or "")
    flash("The version is published and never changes from here on.", "success")
    return go_to("policy_text.proposed", proposal_id=proposal_id)


@section.post("/publications/<string:proposal_id>/refusal", access=Permission.PROPOSAL_DECIDE, proof=True)
def refuse(proposal_id: str) -> Response:
    form = RefusalForm()
    if not form.validate():
        return proposal_page(proposal_id, form, 422)
    try:
        publishing.decide(g.work, proposal_id, "refused", form.seen.data or "", form.reason.data or "")
    except RuleBroken as broken:
        if not broken.field:
            raise
        show_only()
        form.show(broken)
        return proposal_page(proposal_id, form, 422)
    flash("The publication is refused. The draft can be changed and proposed again.", "success")
    return go_to("policy_text.proposed", proposal_id=proposal_id)


@section.post("/publications/<string:proposal_id>/withdrawal", access=Permission.POLICY_MANAGE)
def withdraw(proposal_id: str) -> Response:
    taken_back = publishing.withdraw(g.work, proposal_id)
    flash("The proposal is withdrawn. The draft can be changed again.", "success")
    return go_to("policy_text.show", number=taken_back.terms["version"])


@section.get("/meetings/new", access=Permission.POLICY_MANAGE)
def new_meeting() -> Response:
    return render("policy_text/meeting.html", form=MeetingForm())


@section.post("/meetings", access=Permission.POLICY_MANAGE)
def record_meeting() -> Response:
    form = MeetingForm()
    if not form.validate():
        return render("policy_text/meeting.html", status=422, form=form)
    try:
        publishing.record_meeting(g.work, form.to_meeting())
    except RuleBroken as broken:
        return again("policy_text/meeting.html", form, broken)
    flash("The meeting is on file.", "success")
    return go_to("policy_text.index")


@section.get("/procedures/new", access=Permission.POLICY_MANAGE)
def new_procedure() -> Response:
    return render("policy_text/procedure.html", form=ProcedureForm())


@section.post("/procedures", access=Permission.POLICY_MANAGE)
def publish_procedure() -> Response:
    form = ProcedureForm()
    if not form.validate():
        return render("policy_text/procedure.html", status=422, form=form)
    try:
        procedures.publish(g.work, form.to_procedure())
    except RuleBroken as broken:
        return again("policy_text/procedure.html", form, broken)
    flash("The procedure is published.", "success")
    return go_to("policy_text.index")


@section.post("/procedures/<string:procedure_id>/withdrawal", access=Permission.POLICY_MANAGE)
def withdraw_procedure(procedure_id: str) -> Response:
    procedures.withdraw(g.work, procedure_id)
    flash("The procedure is no longer published.", "success")
    return go_to("policy_text.index")
