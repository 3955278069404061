"""What an engine, ours or another's, made of one plate: the form all of them are brought to before they are scored."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from recognition.boxes import Box


@dataclass(frozen=True)
class Answer:
    """One plate: texts with their confidences, best first; the text the engine is sure of, or nothing; the state."""

    texts: tuple[tuple[str, float], ...]
    box: Box | None
    given: str = ""
    region: str = ""

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Answer":
        """The answer that `asdict` made these values of, after a way through JSON."""
        texts = tuple((text, confidence) for text, confidence in values["texts"])
        box = values["box"] and tuple(values["box"])
        return cls(texts, box, values["given"], values["region"])

    def plain(self) -> dict[str, Any]:
        """The same as values of JSON."""
        return asdict(self)


class Machine(Protocol):
    """Reads pictures, however it does."""

    def answers(self, paths: Sequence[Path]) -> Iterator[list[Answer]]:
        """The plates of each picture, best first, in the order of the paths."""
        ...
