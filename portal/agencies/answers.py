"""What an answer to a key of the profile looks like: its kind, what may be chosen, and how it reads.

The kind follows from the type the profile gives the key, so a question can never ask for what would be refused.
"""

import re
from typing import Any, Literal, get_args, get_origin

from pydantic_core import to_jsonable_python

from portal.agencies.authority import Title
from portal.agencies.citation import Law, Part, PostKey, Text, TitleKey
from portal.agencies.gaps import places
from portal.agencies.keeping import Period
from portal.agencies.profile import Profile

Kind = Literal["posts", "titles", "title-list", "period", "law", "choice", "yes-no", "text"]
"""`posts` and `titles` are chosen from those of the profile; a `title-list` is the titles themselves."""

KINDS: dict[Any, Kind] = {
    tuple[PostKey, ...]: "posts",
    tuple[TitleKey, ...]: "titles",
    tuple[Title, ...]: "title-list",
    Period | None: "period",
    Law | None: "law",
    bool: "yes-no",
    Text: "text",
    Text | None: "text",
}


def kind_of(profile: Profile, key: str) -> Kind:
    """What an answer to this key is. Raises KeyError for a key that cannot be asked after."""
    wanted = _type(profile, key)
    if wanted in KINDS:
        return KINDS[wanted]
    if _literal(wanted):
        return "choice"
    raise KeyError(key)


def choices_of(profile: Profile, key: str) -> tuple[str, ...]:
    """The words a `choice` chooses from, in the order of the profile's own definition."""
    return _literal(_type(profile, key))


def value_of(profile: Profile, key: str) -> Any:
    """What the profile says at this key now, as plain JSON. Raises KeyError."""
    part, name = _place(profile, key)
    return to_jsonable_python(getattr(part, name), exclude_none=True)


def in_words(profile: Profile, key: str, value: Any) -> str:
    """An answer as people read it; a post or title that is no more is told by its key."""
    match kind_of(profile, key):
        case "posts":
            known = {post.key: post.title for post in profile.posts}
            return ", ".join(known.get(each, each) for each in value) or "Nobody"
        case "titles":
            known = {title.key: title.name for title in profile.titles}
            return ", ".join(known.get(each, each) for each in value) or "None"
        case "title-list":
            return ", ".join(f"{each['name']} ({each['tier']})" for each in value) or "None"
        case "period":
            return period_in_words(value)
        case "yes-no":
            return "Yes" if value else "No"
        case "choice":
            return value.replace("-", " ").capitalize() if value else "Nothing"
        case _:
            return value or "Nothing"


def period_in_words(value: dict[str, int] | None) -> str:
    """A period given as `{"years": 1}` or `{"days": 60}`."""
    if not value:
        return "Nothing"
    (unit, number) = next(iter(value.items()))
    name = {"years": "calendar year", "days": "day"}[unit]
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def free_key(title: str, taken: set[str]) -> str:
    """A key made of the title's own words that nothing else has."""
    words = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")
    key = words if words[:1].isalpha() else f"post_{words}".rstrip("_")
    number = 2
    found = key
    while found in taken:
        found, number = f"{key}_{number}", number + 1
    return found


def _place(profile: Profile, key: str) -> tuple[Part, str]:
    name = key.rpartition(".")[2]
    for found, part in places(profile, key):
        if found == key and name in type(part).model_fields:
            return part, name
    raise KeyError(key)


def _type(profile: Profile, key: str) -> Any:
    part, name = _place(profile, key)
    return type(part).model_fields[name].annotation


def _literal(wanted: Any) -> tuple[str, ...]:
    """The words of a Literal, optional or not; empty for anything else."""
    if get_origin(wanted) is Literal:
        return get_args(wanted)
    inner = [each for each in get_args(wanted) if each is not type(None)]
    return _literal(inner[0]) if len(inner) == 1 and get_origin(inner[0]) is Literal else ()
