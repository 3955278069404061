"""Signing in: password, then code, a new password where one is due, then the use banner; and out again."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, request, url_for
from werkzeug.exceptions import HTTPException

from portal.extensions import limiter
from portal.forms.signin import CodeForm, NewPasswordForm, PasswordForm, RecoveryForm
from portal.rules import RuleBroken
from portal.services.signin import acts, passwords
from portal.web import sessions
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("signin", "/sign-in")
per_minute = limiter.limit("60/minute", methods=["POST"])
opened_per_minute = limiter.limit(
    "240/minute"
)  # each opening stores a session; a department shares an address
PROVED = "proved"
"""Where the session keeps when the second factor was given: somebody may wait long before they agree."""
STEPS = {"code": "signin.code", "password": "signin.password", "banner": "signin.banner"}


@section.get("", access="public")
@opened_per_minute
def new() -> Response:
    if g.signed_in:
        return go_to("home.index")
    if sessions.came_from_elsewhere():
        return render("shared/arriving.html")
    return render("signin/new.html", form=PasswordForm(), next=local_path(request.args.get("next", "")))


@section.post("", access="public")
@per_minute
def create() -> Response:
    form = PasswordForm()
    after = local_path(request.form.get("next", ""))
    if not form.validate():
        return render("signin/new.html", status=422, form=form, next=after)
    try:
        account = acts.check_password(g.work, form.user_name.data or "", form.password.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return render("signin/new.html", status=422, form=form, next=after)
    begin_anew(account.id, after)
    return go_to("signin.code")


@section.get("/code", access="half-signed-in")
def code() -> Response:
    return render("signin/code.html", form=CodeForm()) if "code" not in done() else onward()


@section.post("/code", access="half-signed-in")
@per_minute
def take_code() -> Response:
    form = CodeForm()
    if not form.validate():
        return render("signin/code.html", status=422, form=form)
    try:
        acts.check_code(g.work, g.account_id, form.code.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return render("signin/code.html", status=422, form=form)
    return onward("code")


@section.get("/recovery", access="half-signed-in")
def recovery() -> Response:
    return render("signin/recovery.html", form=RecoveryForm()) if "code" not in done() else onward()


@section.post("/recovery", access="half-signed-in")
@per_minute
def take_recovery_code() -> Response:
    form = RecoveryForm()
    if not form.validate():
        return render("signin/recovery.html", status=422, form=form)
    try:
        left = acts.check_recovery(g.work, g.account_id, form.code.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return render("signin/recovery.html", status=422, form=form)
    flash(
        f"That recovery code is used up. {left} are left; you can make new ones under Your account.", "info"
    )
    return onward("code")


@section.get("/password", access="half-signed-in")
def password() -> Response:
    why = passwords.must_change(g.work, g.account_id)
    return renewal_page(NewPasswordForm(), why) if why and "code" in done() else onward()


@section.post("/password", access="half-signed-in")
@per_minute
def change_password() -> Response:
    """Only once code and password were right, and only where a new one is due."""
    why = passwords.must_change(g.work, g.account_id)
    if not why or "code" not in done():
        return onward()
    form = NewPasswordForm()
    if not form.validate():
        return renewal_page(form, why, 422)
    try:
        passwords.change(g.work, g.account_id, form.new.data or "")
    except RuleBroken as broken:
        form.show(broken)
        return renewal_page(form, why, 422)
    flash("Your new password is set.", "success")
    return onward("password")


def renewal_page(form: NewPasswordForm, why: str, status: int = 200) -> Response:
    least = g.work.tools.passwords.length
    return render("signin/password.html", status=status, form=form, why=why, least=least)


@section.get("/banner", access="half-signed-in")
def banner() -> Response:
    return render("signin/banner.html") if "banner" not in done() else onward()


@section.post("/banner", access="half-signed-in")
def acknowledge() -> Response:
    return onward("banner")


@section.post("/out", access="half-signed-in")
def sign_out() -> Response:
    acts.sign_out(g.work)
    sessions.current().end()
    return go_to("policy.show")


def begin_anew(account_id: str, after: str) -> None:
    """Every step is asked anew: what somebody finished in this browser before counts for nothing."""
    held = sessions.current()
    held.clear()
    held.become(account_id, complete=False)
    held["next"] = after


def done() -> set[str]:
    return set(sessions.current().get("done", []))


def onward(finished: str = "") -> Response:
    """To the next step that is missing; once none is, the session becomes a full one under a new id."""
    held = sessions.current()
    if finished and not g.signed_in:
        held["done"] = sorted(done() | {finished})
        if finished == "code":
            held[PROVED] = g.work.now.isoformat()
    for step, endpoint in STEPS.items():
        if not g.signed_in and step not in done() and is_due(step):
            return go_to(endpoint)
    if not g.signed_in:
        acts.complete(g.work, g.account_id)
        proved = held.pop(PROVED, None)
        held.become(g.account_id, complete=True, proved_at=datetime.fromisoformat(proved) if proved else None)
    target = held.pop("next", "") or url_for("home.index")
    return Response("", 303, {"Location": target})


def is_due(step: str) -> bool:
    """Whether the step is asked for: a new password only where the old one must go."""
    return step != "password" or passwords.must_change(g.work, g.account_id) is not None


def local_path(target: str) -> str:
    """The address, if it is a page of this portal; else nothing."""
    try:
        parts = urlsplit(target)
    except ValueError:  # no address at all
        return ""
    within = (
        target.startswith("/")
        and not target.startswith("//")
        and not (parts.scheme or parts.netloc)
        and target.isprintable()
    )
    return target if within and is_page(parts.path) else ""


def is_page(path: str) -> bool:
    """Whether a route answers GET there. The path is matched as it stands: `//elsewhere` is no page."""
    try:
        current_app.url_map.bind("", url_scheme="https").match(path, method="GET")
    except HTTPException:  # a redirect is one too
        return False
    return True
