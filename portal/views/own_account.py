"""One's own account: password, authenticator, recovery codes. Each change asks for the password once more."""

from base64 import b64decode, b64encode

from flask import Response, flash, g
from markupsafe import Markup

from portal.access import Permission
from portal.documents.qr import square_code
from portal.extensions import limiter
from portal.forms.signin import ChangeAuthenticatorForm, ChangePasswordForm, CurrentPasswordForm
from portal.rules import RuleBroken
from portal.services.signin import accounts, acts, own, passwords
from portal.web import sessions
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("own_account", "/account")
per_minute = limiter.limit("30/minute", methods=["POST"])
SECRET = "new_authenticator"  # noqa: S105 names where the sealed one waits
"""Where the session holds the secret it offers, sealed for the account."""


@section.get("", access=Permission.OWN_ACCOUNT)
def index() -> Response:
    return render("own_account/index.html", account=own.standing(g.work, g.account_id))


@section.get("/password", access=Permission.OWN_ACCOUNT)
def password() -> Response:
    return password_page(ChangePasswordForm())


def password_page(form: ChangePasswordForm, status: int = 200) -> Response:
    return render("own_account/password.html", status=status, form=form, least=g.work.tools.passwords.length)


@section.post("/password", access=Permission.OWN_ACCOUNT)
@per_minute
def change_password() -> Response:
    form = ChangePasswordForm()
    if not form.validate():
        return password_page(form, 422)
    try:
        confirm(form)
        passwords.change(g.work, g.account_id, form.new.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return password_page(form, 422)
    flash("Your password is changed. Sessions of yours elsewhere have ended.", "success")
    return go_to("own_account.index")


def confirm(form: CurrentPasswordForm) -> None:
    """Raises `RuleBroken`, for its field, unless the current password is given."""
    try:
        acts.confirm_password(g.work, g.account_id, form.current.data or "")
    except RuleBroken as broken:
        raise RuleBroken(broken.code, broken.message, field="current") from broken


@section.get("/authenticator", access=Permission.OWN_ACCOUNT, proof=True)
def authenticator() -> Response:
    return authenticator_page(ChangeAuthenticatorForm())


def authenticator_page(form: ChangeAuthenticatorForm, status: int = 200) -> Response:
    secret = accounts.opened(g.work, g.account_id, offered())
    address = accounts.address_of(secret, g.work.actor.user_name)
    picture = Markup(square_code(address, "The square code your authenticator reads"))  # noqa: S704 our own drawing
    return render("own_account/authenticator.html", status=status, form=form, secret=secret, picture=picture)


def offered() -> bytes:
    """The secret this session offers, made at the first sight of the page."""
    held = sessions.current()
    if SECRET not in held:
        held[SECRET] = b64encode(accounts.new_secret(g.work, g.account_id)).decode()
    return b64decode(held[SECRET])


@section.post("/authenticator", access=Permission.OWN_ACCOUNT, proof=True)
@per_minute
def change_authenticator() -> Response:
    form = ChangeAuthenticatorForm()
    if not form.validate():
        return authenticator_page(form, 422)
    try:
        secret = accounts.confirmed(g.work, g.account_id, offered(), form.code.data or "")
        confirm(form)
    except RuleBroken as broken:
        form.show(broken)
        return authenticator_page(form, 422)
    own.change_authenticator(g.work, g.account_id, secret)
    sessions.current().pop(SECRET, None)
    flash(
        "Your new authenticator counts from now on. The old entry opens nothing any more: delete it.",
        "success",
    )
    return go_to("own_account.index")


@section.get("/recovery-codes", access=Permission.OWN_ACCOUNT, proof=True)
def recovery_codes() -> Response:
    return recovery_page(CurrentPasswordForm())


def recovery_page(form: CurrentPasswordForm, status: int = 200) -> Response:
    account = own.standing(g.work, g.account_id)
    return render("own_account/recovery_codes.html", status=status, form=form, account=account, codes=[])


@section.post("/recovery-codes", access=Permission.OWN_ACCOUNT, proof=True)
@per_minute
def make_recovery_codes() -> Response:
    form = CurrentPasswordForm()
    if not form.validate():
        return recovery_page(form, 422)
    try:
        confirm(form)
    except RuleBroken as broken:
        form.show(broken)
        return recovery_page(form, 422)
    return render("own_account/recovery_codes.html", codes=own.make_recovery_codes(g.work, g.account_id))
