"""How long data is kept, what stops its destruction, and how it gets from the car to the server."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portal.agencies.citation import Key, Law, Modality, Part, Section, Text


class Period(Part):
    """A length of time: calendar years in the agency's zone, or days."""

    years: Annotated[int, Field(ge=1)] | None = None
    days: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if (self.years is None) == (self.days is None):
            raise ValueError("give years or days, one of the two")
        return self


class Source(Part):
    """Where reads are kept, for how long at least, who purges them, and the law the policy quotes for it.

    `minimum` None says that the text is silent: nothing of this source is purged until it is answered.
    """

    label: Text
    minimum: Period | None = None
    purged_by: Literal["portal", "vendor"]
    basis: Text | None = None
    section: Section
    modality: Modality


class Evidence(Part):
    """What happens to data that is evidence, or may become it, before it would be purged."""

    deadline: Literal["before-purge"] | None = None
    media: Text | None = None
    section: Section
    modality: Modality


class Retention(Part):
    """The schedule by source, the rule for evidence, and the law that in fact governs destruction."""

    sources: Annotated[Mapping[Key, Source], Field(min_length=1)]
    evidence: Evidence
    legal_basis: Law | None = None


class Transfer(Part):
    """How reads get from the vehicle to the server; `shift` is at its start and at its end."""

    mode: Literal["procedure", "shift"]
    device_purge: bool
    section: Section
    modality: Modality
