"""The list of job titles with the access each gives, edited row by row."""

from typing import Any, cast

from wtforms import Field, HiddenField, SelectField, ValidationError

from portal.access import Tier
from portal.agencies.answers import free_key
from portal.agencies.profile import Profile
from portal.forms.base import line
from portal.forms.setup import AnswerForm
from portal.services.setup.questions import Asked

BLANK_ROWS = 5
LONGEST = 200
TIERS = {
    Tier.FULL.value: "Full",
    Tier.LIMITED.value: "Limited",
    Tier.VENDOR.value: "Vendor",
    Tier.NONE.value: "None",
}
CHAIN = "Its hotlist requests go to"


class TitleListForm(AnswerForm):
    """A subclass with so many rows is made by `title_list_form`."""

    length = 0

    def offer(self, asked: Asked, profile: Profile) -> None:
        """Asks for the chain of a title's requests only where the policy has chains."""
        chains = {"": "No one: may not ask"} | {each.key: words(each.key) for each in profile.hotlist.chains}
        for number in range(self.length):
            if profile.hotlist.chains:
                chain = cast(SelectField, self[f"chain_{number}"])
                chain.choices = chains
            else:
                del self[f"chain_{number}"]

    def fill(self, asked: Asked) -> None:
        for number, title in enumerate(asked.value[: self.length]):
            for name in ("key", "name", "tier", "chain"):
                if f"{name}_{number}" in self:
                    self[f"{name}_{number}"].data = title.get(name, "")

    def rows(self) -> list[list[Field]]:
        names = ("key", "name", "tier", "chain")
        return [
            [self[f"{name}_{number}"] for name in names if f"{name}_{number}" in self]
            for number in range(self.length)
        ]

    def validate_name_0(self, _: Field) -> None:
        if not any(self[f"name_{number}"].data for number in range(self.length)):
            raise ValidationError("Name a title at least.")

    def answers(self, asked: Asked, profile: Profile) -> dict[str, Any]:
        """The whole list anew: a title keeps its key when its name changes, and a row left empty is gone."""
        known = {each["key"]: each for each in asked.value}
        listed: list[dict[str, Any]] = []
        taken = set(known)
        for number in range(self.length):
            name = self[f"name_{number}"].data
            if name:
                key = self[f"key_{number}"].data
                if key not in known:
                    key = free_key(name, taken)
                taken.add(key)
                listed.append(
                    self.title(number, {"section": asked.section} | known.get(key, {}) | {"key": key})
                )
        return {asked.key: listed}

    def title(self, number: int, before: dict[str, Any]) -> dict[str, Any]:
        title = before | {"name": self[f"name_{number}"].data, "tier": self[f"tier_{number}"].data}
        if f"chain_{number}" in self:
            title["chain"] = self[f"chain_{number}"].data or None
        return {name: value for name, value in title.items() if value is not None}


def title_list_form(length: int) -> TitleListForm:
    """The form with so many rows, `LONGEST` at most."""
    length = max(1, min(length, LONGEST))
    fields: dict[str, Any] = {"length": length}
    for number in range(length):
        fields[f"key_{number}"] = HiddenField()
        fields[f"name_{number}"] = line(f"Title {number + 1}")
        fields[f"tier_{number}"] = SelectField(f"Access of title {number + 1}", choices=TIERS)
        fields[f"chain_{number}"] = SelectField(CHAIN, default="")
    return cast(TitleListForm, type("TitleListForm", (TitleListForm,), fields)())


def words(key: str) -> str:
    return key.replace("_", " ").capitalize()
