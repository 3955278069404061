"""From a slip of paper to an account one can sign in to: code, password, authenticator, recovery codes.

Public, since nobody is signed in yet: the code is what opens it. What was entered waits in the session, which may do
nothing else, until everything is set at once.
"""

from base64 import b64decode, b64encode

from flask import Response, flash, g
from markupsafe import Markup

from portal.documents.qr import square_code
from portal.extensions import limiter
from portal.forms.signin import CodeForm, EnrolmentForm, NewPasswordForm
from portal.rules import RuleBroken
from portal.services.signin import accounts, enrolling, lockout, passwords
from portal.services.signin.enrolling import Chosen, UnderWay
from portal.web import sessions
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("enrolment", "/sign-in/enrolment")
per_minute = limiter.limit("30/minute", methods=["POST"])
opened_per_minute = limiter.limit("120/minute")  # each opening stores a session
MARK, HASH, SECRET = "enrolment", "enrolment_password", "enrolment_secret"
"""What the session holds: which enrolment, the hash of the password chosen, the secret offered (sealed)."""
LOST = "Type the code of your slip once more: nothing was changed yet."


@section.get("", access="public")
@opened_per_minute
def new() -> Response:
    if g.signed_in:
        return go_to("home.index")
    return render("enrolment/new.html", form=EnrolmentForm(), who=lockout.who(g.work.profile))


@section.post("", access="public")
@per_minute
def begin() -> Response:
    form, who = EnrolmentForm(), lockout.who(g.work.profile)
    if not form.validate():
        return render("enrolment/new.html", status=422, form=form, who=who)
    try:
        found = enrolling.begin(g.work, form.code.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return render("enrolment/new.html", status=422, form=form, who=who)
    sessions.current().begin_anew()
    sessions.current()[MARK] = found.id
    return onward(found)


def at_hand() -> UnderWay | None:
    """The enrolment this session is at; None before its code was given, and once it is used or has run out."""
    held = sessions.current().get(MARK)
    return enrolling.under_way(g.work, held) if held else None


def onward(found: UnderWay) -> Response:
    """To the first step that is missing."""
    return go_to(
        "enrolment.password" if "password" in found.steps and not chosen_hash() else "enrolment.authenticator"
    )


def chosen_hash() -> str | None:
    held: str | None = sessions.current().get(HASH)
    return held


def from_the_start() -> Response:
    if sessions.current().id_hash:  # else it would begin a session for whoever looks
        flash(LOST, "info")
    return go_to("enrolment.new")


@section.get("/password", access="public")
def password() -> Response:
    found = at_hand()
    if found is None or "password" not in found.steps:
        return from_the_start()
    return password_page(found, NewPasswordForm())


def password_page(found: UnderWay, form: NewPasswordForm, status: int = 200) -> Response:
    least = g.work.tools.passwords.length
    return render("enrolment/password.html", status=status, found=found, form=form, least=least)


@section.post("/password", access="public")
@per_minute
def choose_password() -> Response:
    found = at_hand()
    if found is None or "password" not in found.steps:
        return from_the_start()
    form = NewPasswordForm()
    if not form.validate():
        return password_page(found, form, 422)
    try:
        password_hash = passwords.prepared(g.work, found.account_id, form.new.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return password_page(found, form, 422)
    if found.steps == ("password",):
        enrolling.finish(g.work, found.id, Chosen(password_hash))
        return finished()
    sessions.current()[HASH] = password_hash
    return onward(found)


@section.get("/authenticator", access="public")
def authenticator() -> Response:
    found = at_hand()
    if found is None or "authenticator" not in found.steps:
        return from_the_start()
    if "password" in found.steps and not chosen_hash():
        return onward(found)
    return authenticator_page(found, CodeForm())


def authenticator_page(found: UnderWay, form: CodeForm, status: int = 200) -> Response:
    """Shows the secret the session holds; makes one at the first sight of the page."""
    secret = accounts.opened(g.work, found.account_id, offered(found.account_id))
    address = accounts.address_of(secret, found.user_name)
    picture = Markup(square_code(address, "The square code your authenticator reads"))  # noqa: S704 our own drawing
    return render(
        "enrolment/authenticator.html", status=status, found=found, form=form, secret=secret, picture=picture
    )


def offered(account_id: str) -> bytes:
    """The secret this session offers, sealed for the account."""
    held = sessions.current()
    if SECRET not in held:
        held[SECRET] = b64encode(accounts.new_secret(g.work, account_id)).decode()
    return b64decode(held[SECRET])


@section.post("/authenticator", access="public")
@per_minute
def confirm_authenticator() -> Response:
    """The last step: everything is set at once, and the recovery codes are shown, this once."""
    found = at_hand()
    if found is None or "authenticator" not in found.steps or SECRET not in sessions.current():
        return from_the_start()
    if "password" in found.steps and not chosen_hash():
        return onward(found)
    form = CodeForm()
    if not form.validate():
        return authenticator_page(found, form, 422)
    try:
        secret = accounts.confirmed(g.work, found.account_id, offered(found.account_id), form.code.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return authenticator_page(found, form, 422)
    told = enrolling.finish(g.work, found.id, Chosen(chosen_hash(), secret))
    forget()
    return render("enrolment/recovery_codes.html", found=found, codes=told)


@section.post("/end", access="public")
def end() -> Response:
    """The codes are put away."""
    return finished()


def finished() -> Response:
    forget()
    flash("All is set. Sign in with it now.", "success")
    return go_to("signin.new")


def forget() -> None:
    for name in (MARK, HASH, SECRET):
        sessions.current().pop(name, None)
