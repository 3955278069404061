"""Answers to the questions of set-up as they are typed at a terminal."""

import re
from collections.abc import Mapping
from typing import Any

from portal.access import Tier
from portal.agencies.answers import Kind, choices_of, free_key, kind_of
from portal.agencies.gaps import Gap
from portal.agencies.law import rule_set
from portal.agencies.profile import Profile

PERIOD = re.compile(r"(\d+) *(year|day)s?", re.IGNORECASE)
TIERS = tuple(tier.value for tier in Tier)
TITLES_FIRST = "The job titles are not listed yet: press Enter, and answer that question first."
TYPED_AS: dict[Kind, str] = {
    "title-list": f"Each title with its access ({', '.join(TIERS)}), as in: Captain = full, Dispatcher = limited",
    "period": "As in: 1 year, or: 400 days",
    "yes-no": "yes or no",
    "text": "In words",
}


class NotUnderstood(ValueError):
    """What was typed is no answer; the message says how to type one."""


def how_to(profile: Profile, key: str) -> str:
    """How an answer of this kind is typed."""
    kind = kind_of(profile, key)
    if kind == "posts":
        offered = numbered(posts_of(profile))
        return "\n  ".join(["Posts, by number or by a new post's title, with commas between:", *offered])
    if kind == "titles":
        offered = numbered(titles_of(profile))
        return "\n  ".join(["Titles, by number, with commas between:", *offered]) if offered else TITLES_FIRST
    if kind == "choice":
        return f"One of: {', '.join(choices_of(profile, key))}"
    if kind == "law":
        return f"As in: {', '.join(rule_set().destruction[profile.agency.kind])}"
    return TYPED_AS[kind]


def understood(profile: Profile, gap: Gap, typed: str) -> Mapping[str, Any]:
    """The answer at its key, and posts it names anew at keys of their own. Raises `NotUnderstood`."""
    typed = typed.strip()
    match kind_of(profile, gap.key):
        case "posts":
            return posts(profile, gap, typed)
        case "titles":
            return {gap.key: [chosen(titles_of(profile), each) for each in listed(typed)]}
        case "title-list":
            return {gap.key: [title(gap, each) for each in listed(typed)]}
        case "period":
            return {gap.key: period(typed)}
        case "yes-no":
            if typed.lower() not in ("yes", "no"):
                raise NotUnderstood("Type yes or no.")
            return {gap.key: typed.lower() == "yes"}
        case "choice":
            return {gap.key: typed.lower()}
        case _:
            return {gap.key: typed}


def posts(profile: Profile, gap: Gap, typed: str) -> dict[str, Any]:
    known = posts_of(profile)
    found: dict[str, Any] = {}
    keys: list[str] = []
    for each in listed(typed):
        if each.isdigit() or each.casefold() in {name.casefold() for name in known.values()} or each in known:
            keys.append(chosen(known, each))
        else:
            key = free_key(each, {*known, *keys})
            found[f"posts.{key}"] = {"title": each, "section": gap.section}
            keys.append(key)
    return found | {gap.key: keys}


def chosen(known: Mapping[str, str], typed: str) -> str:
    """The key of a post or title typed by its number in the list, its key or its name."""
    keys = list(known)
    if typed.isdigit() and 0 < int(typed) <= len(keys):
        return keys[int(typed) - 1]
    for key, name in known.items():
        if typed.casefold() in (key, name.casefold()):
            return key
    raise NotUnderstood(f"“{typed}” is none of the list. Type its number.")


def title(gap: Gap, typed: str) -> dict[str, Any]:
    name, _, tier = (part.strip() for part in typed.partition("="))
    if not name or tier.lower() not in TIERS:
        raise NotUnderstood(f"“{typed}” is no title with its access. Type it as in: Captain = full")
    return {"key": free_key(name, set()), "name": name, "tier": tier.lower(), "section": gap.section}


def period(typed: str) -> dict[str, int]:
    match = PERIOD.fullmatch(typed)
    if not match:
        raise NotUnderstood("Type a number of years or days, as in: 1 year")
    return {f"{match[2].lower()}s": int(match[1])}


def listed(typed: str) -> list[str]:
    return [each.strip() for each in typed.split(",") if each.strip()]


def numbered(known: Mapping[str, str]) -> list[str]:
    return [f"  {number}. {name}" for number, name in enumerate(known.values(), 1)]


def posts_of(profile: Profile) -> dict[str, str]:
    return {post.key: post.title for post in profile.posts}


def titles_of(profile: Profile) -> dict[str, str]:
    return {title.key: title.name for title in profile.titles}
