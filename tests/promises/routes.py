"""Every route of the application, as the promises walk them."""

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from portal.access import Permission
from portal.web.section import Access

ROOT = Path(__file__).parent.parent.parent
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One address and method, and what it asks for."""

    rule: str
    method: str
    endpoint: str
    access: Access

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def permission(self) -> Permission | None:
        return self.access.needs if isinstance(self.access.needs, Permission) else None

    @property
    def shows_plates(self) -> bool:
        return self.permission is not None and self.permission.opens_plate_data

    @property
    def arguments(self) -> list[str]:
        return ARGUMENT.findall(self.rule)

    def address(self, ids: dict[str, str]) -> str:
        """The address with its arguments filled in. Raises `KeyError` for an argument that `ids` does not have."""
        return ARGUMENT.sub(lambda found: ids[found[1]], self.rule)


def routes(app: Flask) -> list[Route]:
    table: dict[str, Access] = app.extensions["access"]
    return [
        Route(rule.rule, method, rule.endpoint, table[rule.endpoint])
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
