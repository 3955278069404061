"""`flask access matrix`: every route, what it asks for, and who holds it."""

import json
from dataclasses import asdict, dataclass

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.access import GRANTS, Permission
from portal.web.section import Access

PAGE = """# Who may use which address

Every address of the portal, what it asks for, and the tiers and duties that hold it; which titles and posts carry a
tier or duty, the agency's profile says. The portal itself prints this page. After a change of access, renew it:

```
flask access matrix > docs/reference/access.md
```

*Proof* marks what asks for the second factor anew, unless it was given within the last five minutes.

| Address | Asks for | Held by | Proof |
| --- | --- | --- | --- |
"""

group = AppGroup("access", help="Who may do what.")


@dataclass(frozen=True)
class Line:
    """One route and method of the matrix."""

    route: str
    method: str
    endpoint: str
    access: str
    permission: str | None
    held_by: list[str]
    proof: bool


@group.command("matrix")
@click.option("--json", "as_json", is_flag=True)
def matrix(as_json: bool) -> None:
    """Every route, method, access, permission, and the tiers and duties that hold it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    found = lines(app)
    click.echo(json.dumps([asdict(line) for line in found], indent=1) if as_json else as_markdown(found))


def lines(app: Flask) -> list[Line]:
    table: dict[str, Access] = app.extensions["access"]
    return sorted(
        (
            line_of(rule.rule, method, rule.endpoint, table[rule.endpoint])
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda line: (line.route, line.method),
    )


def line_of(route: str, method: str, endpoint: str, access: Access) -> Line:
    if not isinstance(access.needs, Permission):
        return Line(route, method, endpoint, access.needs, None, [], proof=False)
    held_by = [
        f"{type(holder).__name__.lower()}:{holder}" for holder in GRANTS if access.needs in GRANTS[holder]
    ]
    return Line(route, method, endpoint, "permission", access.needs, held_by, access.proof)


def as_markdown(found: list[Line]) -> str:
    rows = [
        f"| `{line.method} {line.route}` | {line.permission or line.access} | {', '.join(line.held_by) or '-'} "
        f"| {'yes' if line.proof else '-'} |"
        for line in found
    ]
    return PAGE + "\n".join(rows)


from portal.cli import access_people  # noqa: E402, F401  # adds its command to the group above
