"""Hotlist entries and who approves them; what dispatch does with a hit."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.agencies.citation import Key, Modality, Part, PostKey, Section, Text


class Step(Part):
    """The posts that may decide at this step, in the order the policy writes them."""

    posts: Annotated[tuple[PostKey, ...], Field(min_length=1)]
    section: Section


class Chain(Part):
    """Who decides a request: the first step, then each next one once the one before is stated unavailable."""

    key: Key
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    section: Section
    modality: Modality


class Hotlist(Part):
    """Whether members may have entries of their own, who approves them, and how long one stays live (hours)."""

    custom: bool
    section: Section
    modality: Modality
    max_age_hours: Annotated[int, Field(ge=1)] | None = None
    age_section: Section | None = None
    age_modality: Modality | None = None
    refresh_needs_approval: bool = True
    removal_section: Section | None = None
    chains: tuple[Chain, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.custom and not self.chains:
            raise ValueError("custom entries need at least one chain of approvers")
        if len({self.max_age_hours is None, self.age_section is None, self.age_modality is None}) > 1:
            raise ValueError("max_age_hours, age_section and age_modality are given together or not at all")
        return self


class DispatchStep(Part):
    """One step of the dispatch procedure, in our words, and what must have happened before it."""

    key: Key
    act: Text
    section: Section
    modality: Modality
    needs: Literal["confirmation-started", "positive-confirmation"] | None = None


class Dispatch(Part):
    """The procedure dispatch works through on a hit, where the policy has one."""

    procedure: bool
    section: Section
    modality: Modality
    steps: tuple[DispatchStep, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.procedure != bool(self.steps):
            raise ValueError("steps are given when procedure is true, and only then")
        return self
