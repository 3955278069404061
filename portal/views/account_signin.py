"""What an administrator does about how somebody signs in: release a lock, hand over a code. Never a password."""

from typing import Any

from flask import Response, flash, g, url_for
from markupsafe import Markup

from portal.access import Permission
from portal.documents.qr import square_code
from portal.forms.signin import LinkForm
from portal.rules import RuleBroken
from portal.services.signin import enrolling, lockout
from portal.services.signin.enrolling import PURPOSES, Issued
from portal.web.render import go_to, public_address, render
from portal.web.section import Section

section = Section("account_signin", "/people/accounts")


@section.get("/<string:account_id>/sign-in", access=Permission.ACCOUNT_RELEASE)
def show(account_id: str) -> Response:
    return page(account_id, LinkForm())


def page(account_id: str, form: LinkForm, status: int = 200) -> Response:
    state = enrolling.state_of(g.work, account_id)
    form.offer(state.purposes)
    return render("account_signin/show.html", status=status, signin=state, link_form=form)


@section.post("/<string:account_id>/release", access=Permission.ACCOUNT_RELEASE, proof=True)
def release(account_id: str) -> Response:
    account = lockout.release(g.work, account_id)
    flash(f"{account.person.full_name} can sign in again. This is on record.", "success")
    return go_to("account_signin.show", account_id=account_id)


@section.post("/<string:account_id>/link", access=Permission.ACCOUNT_RELEASE, proof=True)
def link(account_id: str) -> Response:
    """The slip, shown this once."""
    form = LinkForm()
    form.offer(enrolling.state_of(g.work, account_id).purposes)
    if not form.validate():
        return page(account_id, form, 422)
    try:
        issued = enrolling.issue(g.work, account_id, form.purpose.data)
    except RuleBroken as broken:
        if not broken.field:
            raise
        g.work.session.rollback()
        form.show(broken)
        return page(account_id, form, 422)
    return render("account_signin/slip.html", **slip(issued))


def slip(issued: Issued) -> dict[str, Any]:
    """What the slip shows. The code stands behind the #, which a browser sends to no server and no log."""
    address = public_address(url_for("enrolment.new"))
    picture = Markup(square_code(f"{address}#{issued.code}", "The link of this slip"))  # noqa: S704 our own drawing
    return {
        "issued": issued,
        "person": issued.account.person,
        "purpose": PURPOSES[issued.enrolment.purpose],
        "address": address,
        "picture": picture,
    }
