"""People: who there is, one person in full, making accounts, and every act upon one."""

from collections.abc import Callable

from flask import Response, flash, g, request

from portal.access import Permission
from portal.forms.base import PortalForm
from portal.forms.people import (
    ClearanceForm,
    CletsForm,
    ClosingForm,
    ExpiryForm,
    NewAccountForm,
    SeenForm,
    TitleForm,
)
from portal.models import Account
from portal.rules import RuleBroken
from portal.services import accounts
from portal.web.errors import put_refusal_on_record
from portal.web.render import go_to, render
from portal.web.section import Section

section = Section("people", "/people")

Page = Callable[[int], Response]


def zone() -> str:
    name: str = g.work.profile.agency.time_zone
    return name


def asked() -> accounts.Asked:
    page = request.args.get("page", "")
    return accounts.Asked(
        words=request.args.get("q", "")[:100],
        state=request.args.get("state", ""),
        sort=request.args.get("sort", "name"),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    )


@section.get("/", access=Permission.ACCOUNT_VIEW)
def index() -> Response:
    wanted = asked()
    return render("people/index.html", asked=wanted, page=accounts.list_people(g.work, wanted))


def new_page(form: NewAccountForm, status: int = 200) -> Response:
    return render("people/new.html", status=status, form=form)


def new_form() -> NewAccountForm:
    form = NewAccountForm()
    form.offer(g.work.profile.titles)
    return form


@section.get("/new", access=Permission.ACCOUNT_CREATE)
def new() -> Response:
    return new_page(new_form())


@section.post("", access=Permission.ACCOUNT_CREATE, proof=True)
def create() -> Response:
    form = new_form()

    def again(status: int) -> Response:
        return new_page(form, status)

    def act() -> Response:
        account = accounts.create(g.work, form.to_account(zone()))
        flash(
            f"The account {account.user_name} is made and disabled. It waits for somebody to assign its permissions.",
            "success",
        )
        return go_to("people.show", person_id=account.person_id)

    return taken(form, again, act)


def taken(form: PortalForm, again: Page, act: Callable[[], Response]) -> Response:
    """Does the act; what the form or a rule finds wrong is shown in the form, and a rule's no is on record."""
    if not form.validate():
        return again(422)
    try:
        return act()
    except RuleBroken as broken:
        if not broken.field:
            raise
        put_refusal_on_record(broken)
        form.show(broken)
        return again(422)


def person_page(person_id: str, closing: ClosingForm, status: int = 200) -> Response:
    return render("people/show.html", status=status, shown=accounts.show(g.work, person_id), closing=closing)


@section.get("/<string:person_id>", access=Permission.ACCOUNT_VIEW)
def show(person_id: str) -> Response:
    return person_page(person_id, ClosingForm())


@section.post("/<string:person_id>/permissions", access=Permission.PERMISSION_ASSIGN, proof=True)
def assign(person_id: str) -> Response:
    done = accounts.assign(g.work, person_id, SeenForm().seen.data or "")
    if isinstance(done, Account):
        flash("The account is open. Now its owner needs the one-time link, handed over in person.", "success")
    else:
        flash("You made this account, so it waits for a second person to confirm its permissions.", "success")
    return go_to("people.show", person_id=person_id)


@section.post("/<string:person_id>/closing", access=Permission.ACCOUNT_CLOSE)
def close(person_id: str) -> Response:
    form = ClosingForm()

    def act() -> Response:
        accounts.disable(g.work, person_id, form.reason.data or "")
        flash("The account is disabled. Its owner's next request is refused.", "success")
        return go_to("people.show", person_id=person_id)

    return taken(form, lambda status: person_page(person_id, form, status), act)


def form_page(
    person_id: str, form: PortalForm, endpoint: str, heading: str, button: str
) -> Callable[[int], Response]:
    """The page of one form about one person."""

    def page(status: int = 200) -> Response:
        shown = accounts.show(g.work, person_id)
        return render(
            "people/act.html",
            status=status, shown=shown, form=form, endpoint=endpoint, act_heading=heading, act_button=button,
        )  # fmt: skip

    return page


def title_form(person_id: str) -> TitleForm:
    form = TitleForm()
    form.offer(g.work.profile.titles, accounts.show(g.work, person_id).actor.title_key)
    return form


def title_page(person_id: str, form: TitleForm) -> Page:
    return form_page(person_id, form, "people.propose_title", "Propose another title", "Propose it")


@section.get("/<string:person_id>/title", access=Permission.TITLE_PROPOSE)
def title(person_id: str) -> Response:
    return title_page(person_id, title_form(person_id))(200)


@section.post("/<string:person_id>/title", access=Permission.TITLE_PROPOSE, proof=True)
def propose_title(person_id: str) -> Response:
    form = title_form(person_id)

    def act() -> Response:
        accounts.propose_title(g.work, person_id, form.title.data or "", form.basis.data or "")
        flash("The title waits for a second person. Nothing has changed yet.", "success")
        return go_to("people.show", person_id=person_id)

    return taken(form, title_page(person_id, form), act)


def expiry_page(person_id: str, form: ExpiryForm) -> Page:
    return form_page(person_id, form, "people.extend", "Move the end of the account", "Set it")


@section.get("/<string:person_id>/expiry", access=Permission.PERMISSION_ASSIGN)
def expiry(person_id: str) -> Response:
    return expiry_page(person_id, ExpiryForm())(200)


@section.post("/<string:person_id>/expiry", access=Permission.PERMISSION_ASSIGN, proof=True)
def extend(person_id: str) -> Response:
    form = ExpiryForm()

    def act() -> Response:
        accounts.extend(g.work, person_id, form.expires_at.moment(zone()))
        flash("The end of the account is set.", "success")
        return go_to("people.show", person_id=person_id)

    return taken(form, expiry_page(person_id, form), act)


def clearance_page(person_id: str, form: ClearanceForm) -> Page:
    return form_page(person_id, form, "people.record_clearance", "Record the clearance", "Put it on file")


@section.get("/<string:person_id>/clearance", access=Permission.PERMISSION_ASSIGN)
def clearance(person_id: str) -> Response:
    return clearance_page(person_id, ClearanceForm())(200)


@section.post("/<string:person_id>/clearance", access=Permission.PERMISSION_ASSIGN, proof=True)
def record_clearance(person_id: str) -> Response:
    form = ClearanceForm()

    def act() -> Response:
        accounts.record_clearance(g.work, person_id, form.cleared_on.data, form.basis.data or "")
        flash("The clearance is on file.", "success")
        return go_to("people.show", person_id=person_id)

    return taken(form, clearance_page(person_id, form), act)


def clets_page(person_id: str, form: CletsForm) -> Page:
    return form_page(
        person_id, form, "people.record_clets", "Record the CLETS authorisation", "Put it on file"
    )


@section.get("/<string:person_id>/clets", access=Permission.PERMISSION_ASSIGN)
def clets(person_id: str) -> Response:
    return clets_page(person_id, CletsForm())(200)


@section.post("/<string:person_id>/clets", access=Permission.PERMISSION_ASSIGN, proof=True)
def record_clets(person_id: str) -> Response:
    form = CletsForm()

    def act() -> Response:
        accounts.record_clets(
            g.work, person_id, form.clets_on.data, form.clets_until.data, form.basis.data or ""
        )
        flash("The authorisation is on file.", "success")
        return go_to("people.show", person_id=person_id)

    return taken(form, clets_page(person_id, form), act)
