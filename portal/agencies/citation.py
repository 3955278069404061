"""What every part of a profile shares: strictness, the section a value comes from, and how binding it is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationInfo

OWN_SECTION = re.compile(r"\d+(\.\d+)+(/\d+)?(\([a-z0-9 ]+\))*")
LAW = re.compile(
    r"(Civil|Government|Penal|Vehicle) Code \d+(\.\d+)*(\([a-zA-Z0-9]+\))*"
    r"|11 CCR \d+(\([a-z]\))?"
    r"|CJIS [A-Z]{2}-\d+(\([0-9a-z]+\))*"
)

Modality = Literal["shall", "should", "if_practicable", "statute", "reading"]
"""How binding: `shall` stops hard, `should` yields to a signed exception, `if_practicable` to a reason;
`statute` is law (or the CJIS Security Policy) where the text is silent; `reading` is how we understand the text."""


@dataclass(frozen=True)
class Names:
    """What the parts of one profile may refer to; passed to validation so that every error has its place."""

    number: str
    posts: frozenset[str]
    titles: frozenset[str]
    chains: frozenset[str]


def _names(info: ValidationInfo) -> Names:
    if not isinstance(info.context, Names):
        raise TypeError("a part of a profile is validated within its profile: use Profile.from_document")
    return info.context


def _known(kind: str) -> Callable[[str, ValidationInfo], str]:
    def check(key: str, info: ValidationInfo) -> str:
        known: frozenset[str] = getattr(_names(info), kind)
        if key not in known:
            raise ValueError(f"'{key}' is not a key of {kind}; add it there or correct it")
        return key

    return check


def _law(citation: str) -> str:
    if not LAW.fullmatch(citation):
        raise ValueError(
            f"'{citation}' is no citation of law; write it as in 'Civil Code 1798.90.51(b)(2)(A)'"
        )
    return citation


def _section(citation: str, info: ValidationInfo) -> str:
    number = _names(info).number
    if OWN_SECTION.fullmatch(citation) and citation.startswith(f"{number}."):
        return citation
    if LAW.fullmatch(citation):
        return citation
    raise ValueError(f"'{citation}' is neither a section of policy {number} nor a citation of law")


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Law = Annotated[str, AfterValidator(_law)]
Section = Annotated[str, AfterValidator(_section)]
PostKey = Annotated[str, AfterValidator(_known("posts"))]
TitleKey = Annotated[str, AfterValidator(_known("titles"))]
ChainKey = Annotated[str, AfterValidator(_known("chains"))]


class Part(BaseModel):
    """A table of the profile: nothing unknown in it, no type guessed, and never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
