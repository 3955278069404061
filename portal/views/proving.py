"""The second factor by security key, and given anew where an act asks for it."""

from flask import Response, abort, g, request, url_for

from portal.access import Permission
from portal.extensions import limiter
from portal.forms.signin import CodeForm
from portal.rules import RuleBroken
from portal.services.signin import acts, passkeys, proving
from portal.views.signin import onward
from portal.web import challenges, proof, sessions
from portal.web.render import render
from portal.web.section import Section

section = Section("proving", "/sign-in")
per_minute = limiter.limit("60/minute", methods=["POST"])


@section.blueprint.app_template_global("keys_offered")
def keys_offered() -> bool:
    """Whether the person at hand has a security key to offer beside the code."""
    return bool(g.account_id and passkeys.registered(g.work.session, g.account_id))


@section.post("/key/challenge", access="half-signed-in")
@per_minute
def challenge() -> Response:
    """What the browser hands to the key, as JSON."""
    asked = challenges.give(challenges.TO_USE)
    options = passkeys.ask_to_use(g.work, g.account_id, challenges.place(), asked)
    return Response(options, mimetype="application/json")


@section.post("/key", access="half-signed-in")
@per_minute
def take_key() -> Response:
    try:
        use_key()
    except RuleBroken as broken:
        form = CodeForm(formdata=None)
        form.show(broken)
        return render("signin/code.html", status=422, form=form)
    return onward("code")


def use_key() -> None:
    asked = challenges.take(challenges.TO_USE)
    credential = request.form.get("credential", "")
    passkeys.use(g.work, g.account_id, credential, asked, challenges.place())


@section.get("/again", access=Permission.OWN_ACCOUNT)
def ask() -> Response:
    """Before a download that asks for a proof; before an act, the act's own answer asks. By itself it leads home."""
    to = request.args.get("to", "")
    if to and not proof.leads_to_proof(to, "GET"):
        abort(404)
    return proof.page(to, "GET", CodeForm(formdata=None), [], 200)


@section.post("/again", access=Permission.OWN_ACCOUNT)
@per_minute
def take() -> Response:
    to, method = request.args.get("to", ""), request.args.get("method", "GET")
    if (to or method != "GET") and not proof.leads_to_proof(to, method):
        abort(404)
    form = CodeForm()
    by_key = bool(request.form.get("credential"))
    if not by_key and not form.validate():
        return proof.page(to, method, form, proof.carried(), 422)
    try:
        give_proof(form, by_key=by_key)
    except RuleBroken as broken:
        form.show(broken)
        return proof.page(to, method, form, proof.carried(), 422)
    sessions.current().go_on(proved=True)
    return proof.onward(to or url_for("home.index"), method)


def give_proof(form: CodeForm, *, by_key: bool) -> None:
    """Raises `RuleBroken` for a factor that is not theirs."""
    if by_key:
        use_key()
    else:
        acts.check_code(g.work, g.account_id, form.code.data or "")
    proving.note_proved(g.work, "passkey" if by_key else "code")
