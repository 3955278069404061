"""`flask access people SLUG`: every title and post of one agency, what it may, and the addresses that opens."""

from collections.abc import Iterator
from dataclasses import dataclass

import click
from flask import Flask, current_app

from portal.access import Duty, Permission, Tier, permissions_for
from portal.agencies import gaps, load
from portal.agencies.profile import Profile
from portal.cli.access import group, lines
from portal.cli.refusals import in_one_sentence
from portal.config import Settings

PAGE = """# {name}: who may do what

Every title of the adopted policy by itself, and every post with the title it asks for, else with each. Sets name the
different permissions these give; each permission is listed once with the addresses it opens. The portal itself prints
this page from the agency's profile; after a change of the profile, of access or of an address, renew it:

```
flask access people {slug} > docs/reference/access/{slug}.md
```

## What the text leaves to set-up

{answered}

{open}

## Titles and posts

| Title | Post | Tier | Duties | Set |
| --- | --- | --- | --- | --- |
{seats}

## The sets

{sets}

## What each permission opens

| Permission | Addresses |
| --- | --- |
{permissions}
"""


@dataclass(frozen=True)
class Seat:
    """A title by itself, or with one post."""

    title: str
    post: str
    tier: Tier
    duties: frozenset[Duty]

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_for(self.tier, self.duties)


@group.command("people")
@click.argument("slug")
@in_one_sentence()
def people(slug: str) -> None:
    """Every title and post of one agency's profile, and what each may do."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a werkzeug proxy
    settings: Settings = app.extensions["settings"]
    click.echo(page(app, load(slug, settings.profiles)), nl=False)


def effective(profile: Profile) -> Profile:
    """The profile as the demonstration answers it: a text that names no title would open nothing to anybody."""
    return profile.with_answers(profile.demo.answers) if profile.demo.answers else profile


def seats(profile: Profile) -> Iterator[Seat]:
    """Every title by itself, and every post with the title it asks for, else with each."""
    for title in profile.titles:
        yield Seat(title.key, "", title.tier, profile.duties_of((), title.key))
    for post in profile.posts:
        for key in [post.rank] if post.rank else [title.key for title in profile.titles]:
            duties = profile.duties_of((post.key,), key)
            yield Seat(key, post.key, profile.title(key).tier, duties)


def page(app: Flask, written: Profile) -> str:
    """The page of the profile as it is written: what its text leaves open is told apart from what it says."""
    profile = effective(written)
    found = list(seats(profile))
    sets = named_sets(found)
    opened = addresses(app)
    return PAGE.format(
        name=profile.agency.name,
        slug=profile.agency.slug,
        answered=answered(written),
        open="\n".join(left_open(profile)) or "Nothing else about titles, posts or duties is open.",
        seats="\n".join(row(profile, seat, sets) for seat in found),
        sets="\n".join(
            f"- **{number}**: {', '.join(sorted(permissions)) or 'nothing'}"
            for permissions, number in sets.items()
        ),
        permissions="\n".join(
            f"| {permission} | {' '.join(f'`{address}`' for address in opened[permission]) or '-'} |"
            for permission in sorted(opened)
        ),
    )


def named_sets(found: list[Seat]) -> dict[frozenset[Permission], int]:
    """The different sets of permissions, numbered in the order they come up."""
    sets: dict[frozenset[Permission], int] = {}
    for seat in found:
        sets.setdefault(seat.permissions, len(sets) + 1)
    return sets


def addresses(app: Flask) -> dict[str, list[str]]:
    """By permission, every method and address that asks for it."""
    found: dict[str, list[str]] = {permission: [] for permission in Permission}
    for line in lines(app):
        if line.permission:
            found[line.permission].append(f"{line.method} {line.route}")
    return found


def answered(written: Profile) -> str:
    """Which keys the table takes from the demonstration's invented answers."""
    keys = sorted(key for key in written.demo.answers if concerns_access(key))
    if not keys:
        return "Every title and post below stands in the adopted text."
    listed = "\n".join(f"- `{key}`" for key in keys)
    return f"Answered here as the demonstration answers it, invented, for an agency to decide itself:\n\n{listed}"


def left_open(profile: Profile) -> Iterator[str]:
    """The questions about titles and duties that nothing answers: what they would give is in no row below."""
    found = [gap for gap in gaps(profile) if concerns_access(gap.key)]
    if found:
        yield "Open even there; until set-up answers it, nobody has what it would give:\n"
    for gap in found:
        yield f"- `{gap.key}` ({gap.section}): {gap.question} Off meanwhile: {gap.stops}"


def concerns_access(key: str) -> bool:
    return key.partition(".")[0] in ("duties", "titles", "posts")


def row(profile: Profile, seat: Seat, sets: dict[frozenset[Permission], int]) -> str:
    """Keys stand behind the names, so that the table can be read back."""
    title = f"{profile.title(seat.title).name} (`{seat.title}`)"
    post = f"{profile.post(seat.post).title} (`{seat.post}`)" if seat.post else "-"
    duties = ", ".join(sorted(seat.duties)) or "-"
    return f"| {title} | {post} | {seat.tier} | {duties} | {sets[seat.permissions]} |"
