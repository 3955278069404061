"""The engines by name: which detector, which reader, and what is done with their answers."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from recognition import adapters, parts
from recognition.ensemble import Ensemble
from recognition.pipeline import SURE, FindAndRead
from recognition.protocols import Detector, Engine
from recognition.stating import WithStates
from recognition.tiny import weighing
from recognition.values import EngineLabel, EngineUnavailable, Picture


@dataclass(frozen=True, slots=True)
class Recipe:
    """An engine of one detector, the first of `detectors` that is there, and one reader.

    `second` is a reader that is asked where the first is in doubt. `states` adds what the words on a plate say of
    its state: to every read, or with a `second` reader to those in doubt. A text is given as read
    from the confidence `sure` on.
    """

    detectors: tuple[str, ...]
    reader: str
    second: str | None = None
    states: bool = False
    sure: float = SURE


DEFAULT = "tiny"

PLAIN: Picture = np.full((64, 64), 128, np.uint8)

BUILT_IN: dict[str, Recipe] = {
    "tiny": Recipe(("tiny", "lines"), "tiny", sure=weighing.SURE),
    "tesseract": Recipe(("lines",), "tesseract", states=True),
    "tiny-tesseract": Recipe(("tiny",), "tesseract"),
    "lines-tiny": Recipe(("lines",), "tiny", sure=weighing.SURE),
    "ensemble": Recipe(("tiny", "lines"), "tiny", second="tesseract", states=True, sure=weighing.SURE),
}

OPTIONAL: dict[str, Recipe] = {
    "tiny-onnxruntime": Recipe(("tiny-onnxruntime", "lines"), "tiny-onnxruntime", sure=weighing.SURE),
    "fast-plate-ocr": Recipe(("tiny", "lines"), "fast-plate-ocr"),
}
"""Engines that need what is not among the requirements; `recognition.adapters` says what."""

ENGINES: dict[str, Recipe] = BUILT_IN | {
    name: recipe for name, recipe in OPTIONAL.items() if adapters.lacking(name) is None
}
"""The engines there are. Each is put together when it is first asked for, which raises `EngineUnavailable` where a
program or a model is missing."""

ALIASES: dict[str, str] = {"opencv-tesseract": "tesseract"}
"""Names of earlier versions, which stored reads carry."""


def engine(name: str = DEFAULT) -> Engine:
    """The engine called `name`; the same object each time.

    Raises ValueError naming those there are, `EngineUnavailable` for one that lacks a program or a model.
    """
    return _built(_known(name))


def sure_from(name: str = DEFAULT) -> float:
    """The confidence from which the engine called `name` gives a text as read."""
    return (BUILT_IN | OPTIONAL)[ALIASES.get(name, name)].sure


def reading_alone(name: str) -> Engine:
    """The engine called `name` without its detector, for plates that were cut out already: it takes the whole
    picture as the plate. Raises as `engine` does."""
    name = _known(name)
    return put_together(name, replace((BUILT_IN | OPTIONAL)[name], detectors=("whole",)))


def put_together(name: str, recipe: Recipe) -> Engine:
    """A new engine of the recipe's parts, whose reads are labelled `name`."""
    if (reason := adapters.lacking(name)) is not None:
        raise EngineUnavailable(reason)
    label = _label(name, recipe)
    pair = FindAndRead(_first_there(recipe.detectors), parts.reader(recipe.reader), label, recipe.sure)
    return _with_second_look(pair, recipe, label)


def _label(name: str, recipe: Recipe) -> Callable[[], EngineLabel]:
    """What names the engine: the model of its reader, and the versions of all its readers, asked for only once."""
    readers = [parts.label_of(reader) for reader in (recipe.reader, recipe.second) if reader]

    @cache
    def label() -> EngineLabel:
        first, *others = [reader() for reader in readers]
        others_too = "".join(f", {other.name} {other.version}" for other in others)
        return EngineLabel(name, first.version + others_too, first.model_sha256)

    return label


def _known(name: str) -> str:
    """The name of today."""
    name = ALIASES.get(name, name)
    if name not in BUILT_IN and name not in OPTIONAL:
        raise ValueError(f"There is no recognition engine {name!r}; choose one of: {', '.join(ENGINES)}.")
    return name


@cache
def _built(name: str) -> Engine:
    return put_together(name, (BUILT_IN | OPTIONAL)[name])


def _first_there(names: tuple[str, ...]) -> Detector:
    """The first of the detectors that lacks nothing, the last as it is. A net is only missed when it has to look."""
    for name in names[:-1]:
        with suppress(EngineUnavailable):
            found = parts.detector(name)
            found.find(PLAIN, 1)
            return found
    return parts.detector(names[-1])


def _with_second_look(engine: Engine, recipe: Recipe, label: Callable[[], EngineLabel]) -> Engine:
    """The engine, and around it what the recipe adds to its answers; without that, nothing of Tesseract is loaded."""
    if not recipe.states:
        return engine
    from recognition.ocr.header import StateReader

    if recipe.second is None:
        return WithStates(engine, StateReader())
    return Ensemble(engine, parts.reader(recipe.second), StateReader(), label, recipe.sure)
