"""Who: job titles and the tier they give, posts, clearance and training."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.access import Tier
from portal.agencies.citation import ChainKey, Key, Modality, Part, PostKey, Section, Text, TitleKey


class Title(Part):
    """A job title: it gives a tier, and names the chain its holder's hotlist requests take.

    `organisation` is set for people who are not the agency's own (a vendor); None is the agency itself.
    """

    key: Key
    name: Text
    tier: Tier
    section: Section
    chain: ChainKey | None = None
    organisation: Text | None = None


class Post(Part):
    """A post somebody holds from one date to another, or by the shift.

    `rank` is the job title its holder has; `assigned_by` the post that appoints the holder, where the text says.
    """

    key: Key
    title: Text
    section: Section
    rank: TitleKey | None = None
    assigned_by: PostKey | None = None
    by_shift: bool = False


class Access(Part):
    """Conditions of access beside title and training."""

    clearance_gate: bool
    section: Section
    modality: Modality


class Item(Part):
    """One thing the training covers, ticked off one by one."""

    key: Key
    text: Text
    section: Section


class Training(Part):
    """The course, what it covers, and how long it holds (calendar years; None is for ever)."""

    course: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    max_age_years: Annotated[int, Field(ge=1)] | None = None
    max_age_section: Section | None = None
    on_violation: Literal["retrain"] | None = None
    violation_section: Section | None = None
    section: Section
    modality: Modality
    gate_section: Section

    @model_validator(mode="after")
    def _cite_each_condition(self) -> Self:
        if (self.max_age_years is None) != (self.max_age_section is None):
            raise ValueError("max_age_years and max_age_section are given together or not at all")
        if (self.on_violation is None) != (self.violation_section is None):
            raise ValueError("on_violation and violation_section are given together or not at all")
        return self
