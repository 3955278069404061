"""My security keys: added, and removed."""

from flask import Response, flash, g

from portal.access import Permission
from portal.forms.signin import KeyForm
from portal.rules import RuleBroken
from portal.services.signin import passkeys
from portal.web import challenges
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("passkeys", "/account/keys")


@section.get("", access=Permission.OWN_ACCOUNT)
def index() -> Response:
    return keys_page(KeyForm(formdata=None))


@section.post("/challenge", access=Permission.OWN_ACCOUNT)
def challenge() -> Response:
    """What the browser hands to the new key, as JSON."""
    asked = challenges.give(challenges.TO_ADD)
    options = passkeys.ask_to_add(g.work, g.account_id, challenges.place(), asked)
    return Response(options, mimetype="application/json")


@section.post("", access=Permission.OWN_ACCOUNT, proof=True)
def add() -> Response:
    form = KeyForm()
    if not form.validate():
        return keys_page(form, 422)
    asked = challenges.take(challenges.TO_ADD)
    answered = form.attestation.data or ""
    try:
        key = passkeys.add(g.work, g.account_id, form.name.data or "", answered, asked, challenges.place())
    except RuleBroken as broken:
        form.show(broken)
        return keys_page(form, 422)
    flash(f"“{key.name}” is registered. From now on you can use it in place of the code.", "success")
    return go_to("passkeys.index")


@section.post("/<string:passkey_id>/removal", access=Permission.OWN_ACCOUNT, proof=True)
def remove(passkey_id: str) -> Response:
    key = passkeys.remove(g.work, g.account_id, passkey_id)
    flash(f"“{key.name}” is removed and opens nothing any more.", "success")
    return go_to("passkeys.index")


def keys_page(form: KeyForm, status: int = 200) -> Response:
    keys = passkeys.registered(g.work.session, g.account_id)
    return render("account/keys.html", status=status, form=form, keys=keys)
