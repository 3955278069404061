"""What a fast-plate-ocr model is told by its configuration, and what its answer means; no net is run here.

Such a model has a fixed number of slots; for each it gives a share to every character of its alphabet, one of which
stands for an empty slot. Source: the package fast-plate-ocr 1.1.0 (MIT), its `PlateConfig` and `postprocess_output`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognition.values import Candidate, Character, EngineUnavailable, Picture, Reading

KEPT = 20  # texts kept at each slot
FAINTEST = 0.001  # share below which a character was not seen
INTERPOLATIONS = {
    "nearest": cv2.INTER_NEAREST,
    "linear": cv2.INTER_LINEAR,
    "cubic": cv2.INTER_CUBIC,
    "area": cv2.INTER_AREA,
    "lanczos4": cv2.INTER_LANCZOS4,
}


@dataclass(frozen=True, slots=True)
class SlotModel:
    """What the configuration of a model says: `width` and `height` of its input in pixels, `padding` in grey levels."""

    slots: int
    alphabet: str
    empty: str
    width: int
    height: int
    coloured: bool = False
    keeps_proportions: bool = False
    interpolation: int = cv2.INTER_LINEAR
    padding: int = 114


def model_of(configuration: str) -> SlotModel:
    """The model a configuration (YAML of plain `name: value` lines) describes.

    Raises `EngineUnavailable` naming the first entry that is missing or makes no sense.
    """
    entries = _entries(configuration)
    try:
        return SlotModel(
            slots=int(entries["max_plate_slots"]),
            alphabet=entries["alphabet"],
            empty=entries["pad_char"],
            width=int(entries["img_width"]),
            height=int(entries["img_height"]),
            coloured=entries.get("image_color_mode", "grayscale") == "rgb",
            keeps_proportions=entries.get("keep_aspect_ratio", "false").lower() == "true",
            interpolation=INTERPOLATIONS[entries.get("interpolation", "linear")],
            padding=int(entries.get("padding_color", "114").strip("[]() ").split(",")[0]),
        )
    except (KeyError, ValueError) as wrong:
        raise EngineUnavailable(
            f"The configuration of the fast-plate-ocr model is not usable: {wrong}."
        ) from wrong


def model_input(crops: Sequence[Picture], model: SlotModel) -> NDArray[np.uint8]:
    """The plates as the model takes them: N x height x width x channels, 8 bit."""
    pictures = [_fitted(crop, model) for crop in crops]
    return np.stack([np.repeat(each[:, :, None], 3 if model.coloured else 1, axis=2) for each in pictures])


def reading_of(shares: NDArray[np.float32], model: SlotModel, character_height: float) -> Reading:
    """What the model saw in one plate, from its `slots` x alphabet shares (in any shape)."""
    places = [
        _place(row, model.alphabet) for row in shares.reshape(model.slots, len(model.alphabet)).tolist()
    ]
    while places and places[-1][0].char == model.empty:
        places.pop()
    seen = [[each for each in place if each.char != model.empty] for place in places]
    alternatives = tuple(tuple(place) for place in seen if place)
    return Reading(
        tuple(place[0] for place in alternatives), alternatives, character_height, _texts(shares, model)
    )


def _place(shares: Sequence[float], alphabet: str) -> list[Character]:
    """The characters seen in one slot, the likeliest first; at least that one."""
    ranked = sorted(map(Character, alphabet, shares), key=lambda character: -character.confidence)
    return [ranked[0], *(each for each in ranked[1:] if each.confidence >= FAINTEST)]


def _texts(shares: NDArray[np.float32], model: SlotModel) -> tuple[Candidate, ...]:
    """The likeliest whole texts, empty slots left out: a beam from left to right."""
    texts = {"": 1.0}
    for row in shares.reshape(model.slots, len(model.alphabet)).tolist():
        longer: dict[str, float] = {}
        for text, likelihood in texts.items():
            for char, share in _place(row, model.alphabet):
                whole = text if char == model.empty else text + char
                longer[whole] = longer.get(whole, 0.0) + likelihood * share
        best = sorted(longer, key=lambda text: (-longer[text], text))[:KEPT]
        texts = {text: longer[text] for text in best}
    return tuple(Candidate(text, likelihood) for text, likelihood in texts.items() if text)


def _fitted(crop: Picture, model: SlotModel) -> Picture:
    """The plate in the size of the model's input: stretched, or with its proportions and bars around it."""
    if not model.keeps_proportions:
        size = (model.width, model.height)
        return np.asarray(cv2.resize(crop, size, interpolation=model.interpolation), np.uint8)
    height, width = crop.shape
    scale = min(model.height / height, model.width / width)
    wide, tall = round(width * scale), round(height * scale)
    small = cv2.resize(crop, (wide, tall), interpolation=model.interpolation)
    left, top = (model.width - wide) // 2, (model.height - tall) // 2
    framed = np.full((model.height, model.width), model.padding, np.uint8)
    framed[top : top + tall, left : left + wide] = small
    return framed


def _entries(configuration: str) -> Mapping[str, str]:
    """The `name: value` lines, without comments and quotation marks; a list below a name is passed over."""
    lines = (line for line in configuration.splitlines() if line and line[0].isalpha())
    pairs = (line.partition(":") for line in lines)
    return {name.strip(): _plain(value) for name, _, value in pairs}


def _plain(value: str) -> str:
    value = value.strip()
    if value[:1] in ("'", '"'):
        return value[1:].partition(value[0])[0]
    return value.partition(" #")[0].strip()
