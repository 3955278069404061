"""A sixth agency is one file: the template explains every key there is, and is itself a valid profile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from portal.agencies import Profile, gaps, load
from portal.agencies.profile import PROFILES
from tests.agencies.conftest import raw

NOT_SHOWN = {"days"}  # the other unit of a period, named in the comment beside `years`


def models(kind: object) -> Iterator[type[BaseModel]]:
    """Every model reachable from a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    for inner in get_args(kind):
        yield from models(inner)


def words(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield key
            yield from words(value)
    elif isinstance(part, list):
        for item in part:
            yield from words(item)


def test_the_template_shows_every_key_there_is() -> None:
    known = {name for model in models(Profile) for name in model.model_fields}
    assert known - set(words(raw("template"))) == NOT_SHOWN


def test_the_template_copied_and_renamed_is_a_profile_without_gaps(tmp_path: Path) -> None:
    text = (PROFILES / "template.toml").read_text(encoding="utf-8")
    (tmp_path / "sixth.toml").write_text(
        text.replace('slug = "template"', 'slug = "sixth"'), encoding="utf-8"
    )
    profile = load("sixth", tmp_path)
    assert gaps(profile) == []
    assert profile.with_answers(profile.demo.answers).post("records_manager").rank == "commander"
