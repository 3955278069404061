"""What somebody proposed about an account or a title, and the decision of a second person."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.posts import DecisionForm
from portal.services import accounts, proposals
from portal.web.errors import answer
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("account_changes", "/people/changes")


@section.get("/<string:account_change_id>", access=Permission.PROPOSAL_DECIDE)
def show(account_change_id: str) -> Response:
    change = accounts.change_of(g.work, accounts.find(g.work, account_change_id))
    return render(
        "people/change.html",
        change=change,
        seen=proposals.shown(change.proposal),
        mine=change.proposal.proposed_by_id == g.work.actor.person_id,
        can_decide=change.waits and accounts.may_decide(g.work, change),
        form=DecisionForm(),
    )


@section.post("/<string:account_change_id>/confirmation", access=Permission.PROPOSAL_DECIDE, proof=True)
def confirm(account_change_id: str) -> Response:
    accounts.confirm(g.work, account_change_id, DecisionForm().seen.data or "")
    flash("It is confirmed, done and on record.", "success")
    return go_to("account_changes.show", account_change_id=account_change_id)


@section.post("/<string:account_change_id>/refusal", access=Permission.PROPOSAL_DECIDE, proof=True)
def refuse(account_change_id: str) -> Response:
    form = DecisionForm()
    if not form.validate():
        return answer(422, "The reason of a refusal is too long. Say it in 200 characters.")
    accounts.refuse(g.work, account_change_id, form.seen.data or "", form.reason.data or "")
    flash("It is refused. Everything stays as it was.", "success")
    return go_to("account_changes.show", account_change_id=account_change_id)


@section.post("/<string:account_change_id>/withdrawal", access=Permission.TITLE_PROPOSE)
def withdraw(account_change_id: str) -> Response:
    proposal = accounts.withdraw(g.work, account_change_id)
    flash("The proposal is withdrawn. Everything stays as it was.", "success")
    return go_to("people.show", person_id=proposal.terms["person_id"])
