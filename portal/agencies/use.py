"""What the data may be used for, what a search must state, and what the log keeps."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.agencies.citation import Key, Law, Modality, Part, Section, Text


class Purpose(Part):
    """A purpose the policy authorises."""

    key: Key
    label: Text
    section: Section


class Prohibited(Part):
    """A purpose no policy can authorise, and the law that says so."""

    key: Key
    label: Text
    law: Law


class Purposes(Part):
    """Why plates are collected, why a member may search them, and what is never allowed."""

    collection: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    search: Annotated[tuple[Purpose, ...], Field(min_length=1)]
    prohibited: Annotated[tuple[Prohibited, ...], Field(min_length=1)]
    standard: Literal["legitimate", "articulable-suspicion"]
    section: Section
    modality: Modality


class SearchRule(Part):
    """What a search must state: with `asked`, the case number may be "none" with its own reason."""

    case_number: Literal["asked", "required"]
    suspicion: bool
    section: Section
    modality: Modality


class LogRule(Part):
    """How accesses are recorded, and the least number of calendar years the record is kept."""

    regime: Literal["sb34", "sb34-and-criminal-history"]
    section: Section
    modality: Modality
    keep_years: Annotated[int, Field(ge=1)]
    keep_section: Section


class Clets(Part):
    """How binding the CLETS check is for patrol and for dispatch, and which data need authorisation of their own.

    `dispatch` is None where the policy gives dispatch no such step.
    """

    patrol: Modality
    patrol_section: Section
    dispatch: Modality | None = None
    dispatch_section: Section | None = None
    restricted: tuple[Literal["agency", "state", "federal", "clets"], ...]
    restricted_section: Section

    @model_validator(mode="after")
    def _cite_dispatch(self) -> Self:
        if (self.dispatch is None) != (self.dispatch_section is None):
            raise ValueError("dispatch and dispatch_section are given together or not at all")
        return self
