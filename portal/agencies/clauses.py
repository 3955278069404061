"""What carries each clause of the adopted text out."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from portal.agencies.citation import Modality, Part, Section

ControlKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*\.[a-z][a-z0-9-]*$")]


class Binding(Part):
    """One clause of the text, by the id the import gives it, and the controls that carry it out, the chief one first.

    `modality` is how binding the clause is; only a `should` can be departed from, by a signed exception. `otherwise`
    names the controls which the clause binds by another verb: a duty that *should* be done beside one that *will* be.
    """

    id: Section
    controls: Annotated[tuple[ControlKey, ...], Field(min_length=1)]
    modality: Modality
    otherwise: Mapping[ControlKey, Modality] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_each_control_once(self) -> Self:
        if len(set(self.controls)) < len(self.controls):
            raise ValueError(f"{self.id} names a control twice")
        if strangers := sorted(set(self.otherwise) - set(self.controls)):
            raise ValueError(f"otherwise names {', '.join(strangers)}, which controls does not")
        return self

    def modality_of(self, control: str) -> Modality:
        """How binding the clause makes this control of its own."""
        return self.otherwise.get(control, self.modality)
