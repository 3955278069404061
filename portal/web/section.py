"""Groups the views of one subject, and makes each say who may use it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

from flask import Blueprint, Flask, current_app, g, request
from werkzeug.exceptions import NotFound, Unauthorized

from portal.access import Permission
from portal.extensions import csrf
from portal.web import files, sessions, work
from portal.web import kept as everybodys

Open = Literal["public", "half-signed-in", "locked", "device"]
"""Who may without a permission. `locked`: whoever a dispatcher's console belongs to, locked or not."""
View = TypeVar("View", bound=Callable[..., Any])


class Forbidden(Exception):
    """The person may never do this, or may not while training or clearance is missing."""

    def __init__(self, code: str, message: str, section: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.section = section


class ProofNeeded(Exception):
    """The act asks for the second factor anew, and it was not given within the last five minutes."""


@dataclass(frozen=True)
class Access:
    """What one route asks for. `activity` is False where the browser calls by itself: that keeps nobody signed in.

    `kept` answers are the same for everybody and kept until what they tell of changes; only a public route has them.
    `proof`: the second factor must have been given within five minutes (CJIS IA-11, privileged functions).
    """

    needs: Permission | Open
    activity: bool = True
    kept: bool = False
    proof: bool = False

    def __post_init__(self) -> None:
        if self.kept and self.needs != "public":
            raise ValueError("only what is public can be kept for everybody")
        if self.proof and not isinstance(self.needs, Permission):
            raise ValueError("only somebody signed in can prove anew who they are")


class Section:
    """The routes of one subject. Every route names its access when it is made: there is no default."""

    def __init__(self, name: str, url_prefix: str) -> None:
        self.blueprint = Blueprint(name, __name__, url_prefix=url_prefix)
        self.access: dict[str, Access] = {}

    def get(
        self,
        rule: str,
        *,
        access: Permission | Open,
        activity: bool = True,
        kept: bool = False,
        proof: bool = False,
    ) -> Callable[[View], View]:
        return self._route("GET", rule, Access(access, activity, kept, proof))

    def post(self, rule: str, *, access: Permission | Open, proof: bool = False) -> Callable[[View], View]:
        return self._route("POST", rule, Access(access, proof=proof))

    def _route(self, method: str, rule: str, access: Access) -> Callable[[View], View]:
        def register(view: View) -> View:
            @wraps(view)
            def in_one_transaction(**values: Any) -> Any:
                if access.kept:
                    return everybodys.answer(lambda: work.finish(view(**values)))
                return work.finish(view(**values))

            self.blueprint.add_url_rule(rule, view_func=in_one_transaction, methods=[method])
            self.access[f"{self.blueprint.name}.{view.__name__}"] = access
            return view

        return register


def install(app: Flask, sections: list[Section]) -> None:
    """Registers the sections. Raises `RuntimeError` for any route that says nothing about access."""
    table = {files.ENDPOINT: Access("public", activity=False)}
    for section in sections:
        app.register_blueprint(section.blueprint)
        table |= section.access
    undeclared = set(app.view_functions) - set(table)
    if undeclared:
        raise RuntimeError(f"routes that do not say who may use them: {sorted(undeclared)}")
    app.extensions["access"] = table
    app.before_request(guard)
    app.jinja_env.globals["may_use"] = may_use


def access_of(endpoint: str) -> Access:
    table: dict[str, Access] = current_app.extensions["access"]
    return table[endpoint]


def may_use(endpoint: str) -> bool:
    """Whether the person at hand would be let through: a link that shows and its route cannot disagree."""
    needs = access_of(endpoint).needs
    if needs == "public":
        return True
    if needs == "half-signed-in":
        return bool(g.half_signed_in)
    if needs == "locked":
        return bool(g.locked or g.signed_in)
    if not isinstance(needs, Permission):
        return False  # a device signs each of its calls; no person passes for one
    actor = g.work.actor
    return g.signed_in and actor.may(needs) and not (needs.opens_plate_data and actor.barred)


def guard() -> None:
    """Runs before every view. There is no other permission check."""
    if request.endpoint is None:
        return
    if any("\x00" in text for text in (request.path, *request.args.values())):
        raise NotFound  # nothing of ours is called so, and PostgreSQL refuses to look
    if request.endpoint not in current_app.extensions["access"]:
        raise RuntimeError(f"the route {request.endpoint} was added behind the guard's back")
    if may_use(request.endpoint):
        check_proof(access_of(request.endpoint))
        return
    if not g.signed_in:
        raise Unauthorized
    refuse(access_of(request.endpoint).needs)


def check_proof(access: Access) -> None:
    """Raises `ProofNeeded`, and `CSRFError` before it: the page that asks gives a token to what had one already."""
    if access.proof and not sessions.current().is_proved(g.work.now):
        csrf.protect()
        raise ProofNeeded


def refuse(needs: Permission | Open) -> None:
    """Raises `Forbidden`, saying why and under which section."""
    actor = g.work.actor
    if actor.barred and isinstance(needs, Permission) and actor.may(needs):
        raise Forbidden("access.barred", actor.barred.message, actor.barred.section)
    raise Forbidden(
        "access.no-permission", "Your title and posts do not include this.", g.work.profile.access.section
    )
