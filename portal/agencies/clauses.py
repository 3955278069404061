"""What carries each clause of the adopted text out."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal.agencies.citation import Modality, Part, Section

ControlKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*\.[a-z][a-z0-9-]*$")]


class Binding(Part):
    """One clause of the text, by the id the import gives it, and the controls that carry it out, the chief one first.

    `modality` is how binding the clause is; only a `should` can be departed from, by a signed exception.
    """

    id: Section
    controls: Annotated[tuple[ControlKey, ...], Field(min_length=1)]
    modality: Modality
