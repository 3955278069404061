"""The import of an agency's adopted text: from a file to sections and clauses that can be cited.

`extract` reads the text of a file, `parse` finds the sections and clauses in it. What the parser is unsure of it says
as a `Doubt`; what it left out is a `Line` of the role furniture. No word of the source is lost without a trace.
"""

from portal.services.policy.adopted.files import extract
from portal.services.policy.adopted.parsing import parse
from portal.services.policy.adopted.text import (
    AdoptedText,
    Clause,
    Doubt,
    Line,
    PolicySection,
    UnreadableText,
)

__all__ = [
    "AdoptedText",
    "Clause",
    "Doubt",
    "Line",
    "PolicySection",
    "UnreadableText",
    "extract",
    "parse",
]
