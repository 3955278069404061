"""Who may use which address at each agency, read back from the committed pages; and people of every set of permissions.

The five profiles give fewer different sets of permissions than they have titles and posts. Over HTTP each set is tried
once, in one instance whose profile has besides its own titles one for each tier, and a post for each duty alone.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from portal.access import Duty, Permission, Tier
from portal.agencies import load, slugs
from portal.agencies.profile import PROFILES
from portal.cli.access_people import Seat, effective, seats
from tests.office import Member, Office
from tests.promises.routes import ROOT

ROW = re.compile(r"^\| .+? \(`(\w+)`\) \| (?:-|.+? \(`(\w+)`\)) \| (\w+) \| (.+) \| (\d+) \|$", re.MULTILINE)
SET = re.compile(r"^- \*\*(\d+)\*\*: (.+)$", re.MULTILINE)
OPENS = re.compile(r"^\| ([a-z-]+:[a-z-]+) \| (.+) \|$", re.MULTILINE)
ADDRESS = re.compile(r"`(GET|POST) (\S+)`")

Address = tuple[str, str]
"""Method and rule."""


@dataclass(frozen=True)
class Table:
    """One committed page."""

    opened: dict[tuple[str, str], frozenset[Address]]
    """By title and post ('' for the title alone): every address that asks for a permission they have."""


def committed(slug: str) -> Table:
    page = (ROOT / "docs" / "reference" / "access" / f"{slug}.md").read_text(encoding="utf-8")
    opens = {permission: frozenset(ADDRESS.findall(told)) for permission, told in OPENS.findall(page)}
    sets = {
        number: frozenset[Address]().union(*(opens[permission] for permission in told.split(", ")))
        for number, told in SET.findall(page)
    }
    return Table({(title, post): sets[number] for title, post, _, _, number in ROW.findall(page)})


def distinct_sets() -> dict[frozenset[Permission], Seat]:
    """One seat for each different set of permissions there is at any of the five agencies."""
    found: dict[frozenset[Permission], Seat] = {}
    for slug in slugs():
        for seat in seats(effective(load(slug))):
            found.setdefault(seat.permissions, seat)
    return found


def profile_with_every_seat(folder: Path, slug: str) -> None:
    """Writes the agency's profile anew, with a title for each tier and a post for each duty alone."""
    text = (PROFILES / f"{slug}.toml").read_text(encoding="utf-8")
    section = f'section = "{load(slug).policy.number}.1"'
    for duty in Duty:
        table = f"[duties.{duty}]\n"
        if f"{table}posts = [" in text:
            text = text.replace(f"{table}posts = [", f'{table}posts = ["only_{duty}", ')
        elif table in text:
            text = text.replace(table, f'{table}posts = ["only_{duty}"]\n')
        else:
            text += f'\n{table}posts = ["only_{duty}"]\n{section}\nmodality = "shall"\n'
        text += f'\n[[posts]]\nkey = "only_{duty}"\ntitle = "Only {duty}"\n{section}\n'
    for tier in Tier:
        text += f'\n[[titles]]\nkey = "tier_{tier}"\nname = "Tier {tier}"\ntier = "{tier}"\n{section}\n'
    (folder / f"{slug}.toml").write_text(text, encoding="utf-8")


def somebody_of_each_set(office: Office) -> dict[frozenset[Permission], Member]:
    """People who hold just these permissions."""
    return {
        permissions: office.hire(f"tier_{seat.tier}", *(f"only_{duty}" for duty in sorted(seat.duties)))
        for permissions, seat in distinct_sets().items()
    }
