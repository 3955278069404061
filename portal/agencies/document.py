"""The profile as it is written: reading the file, setting answers in it, and naming places in it."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from portal.agencies.citation import Names

Document = dict[str, Any]


class ProfileError(Exception):
    """A profile that cannot be used; the message names the file and lists every problem, one a line."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("\n".join([f"{source} cannot be used:", *(f"  {problem}" for problem in problems)]))


def read(path: Path) -> Document:
    """The TOML document at `path`.

    Raises ProfileError when it cannot be read, is not UTF-8 or is not TOML (a key written twice included).
    """
    return parse(text_of(path), str(path))


def text_of(path: Path) -> str:
    """The text at `path`. Raises ProfileError when it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProfileError(str(path), [f"the file cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ProfileError(str(path), [f"not valid TOML: {error}"]) from error


def parse(text: str, source: str) -> Document:
    """The document this text states. Raises ProfileError when it is not TOML, a key written twice included."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(source, [f"not valid TOML: {error}"]) from error


def with_answers(document: Document, answers: Mapping[str, object], source: str) -> Document:
    """A copy with each answer set at its dotted key; an item of a list is named by its own `key`.

    Raises ProfileError naming every answer that leads nowhere.
    """
    answered = deepcopy(document)
    lost = [path for path, value in answers.items() if not _set(answered, path.split("."), deepcopy(value))]
    if lost:
        raise ProfileError(source, [f"{path}: there is no such key" for path in lost])
    return answered


def _set(part: Any, names: Sequence[str], value: object) -> bool:
    """Whether the value found its place."""
    first, *rest = names
    if isinstance(part, list):
        return _set_item(part, first, rest, value)
    if not isinstance(part, dict):
        return False
    if rest:
        return _set(part.setdefault(first, {}), rest, value)
    part[first] = value
    return True


def _set_item(items: list[Any], key: str, rest: Sequence[str], value: object) -> bool:
    index = next(
        (at for at, item in enumerate(items) if isinstance(item, dict) and item.get("key") == key), None
    )
    if index is None:
        index = len(items)
        items.append({"key": key})
    if rest:
        return _set(items[index], rest, value)
    if not isinstance(value, dict):
        return False
    items[index] = {"key": key, **value}
    return True


def value_at(document: Document, path: str) -> Any:
    """What stands at a dotted key, an item of a list named by its own `key`; None where nothing does."""
    part: Any = document
    for name in path.split("."):
        if isinstance(part, list):
            part = next((item for item in part if isinstance(item, dict) and item.get("key") == name), None)
        else:
            part = part.get(name) if isinstance(part, dict) else None
    return part


def names(document: Document) -> Names:
    """What the document's parts may refer to, as far as it is well formed."""
    policy = document.get("policy")
    hotlist = document.get("hotlist")
    return Names(
        number=str(policy.get("number", "")) if isinstance(policy, dict) else "",
        posts=frozenset(_keys(document.get("posts"))),
        titles=frozenset(_keys(document.get("titles"))),
        chains=frozenset(_keys(hotlist.get("chains") if isinstance(hotlist, dict) else None)),
    )


def _keys(items: object) -> list[str]:
    if not isinstance(items, list):
        return []
    return [str(item["key"]) for item in items if isinstance(item, dict) and "key" in item]


def repeated_keys(part: object, path: str = "") -> Iterator[str]:
    """A problem for each key that two items of one list share."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from repeated_keys(value, f"{path}.{name}" if path else name)
    elif isinstance(part, list):
        for key, count in Counter(_keys(part)).items():
            if count > 1:
                yield f"{path}.{key}: this key is given {count} times; each must be its own"
        for index, item in enumerate(part):
            yield from repeated_keys(item, f"{path}.{_label(item, index)}")


def place(document: Document, location: Sequence[int | str]) -> str:
    """The dotted key of a place, an item of a list named by its own `key`, or a clause by its `id`."""
    part: Any = document
    words: list[str] = []
    for step in location:
        if step == "[key]":  # the key itself is at fault: the step before has named it
            continue
        if isinstance(part, list) and isinstance(step, int) and step < len(part):
            words.append(_label(part[step], step))
            part = part[step]
        else:
            words.append(str(step))
            part = part.get(step) if isinstance(part, dict) else None
    return ".".join(words)


def _label(item: object, index: int) -> str:
    named = item if isinstance(item, dict) else {}
    return str(named.get("key", named.get("id", index)))
