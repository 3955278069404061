"""Things with writing on them that are no plate, flat and seen from straight ahead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator

from recognition.training.backgrounds import Colour, any_colour, grille
from recognition.training.words import Vocabulary
from recognition.training.writing import any_font, stamped, written
from recognition.values import Picture

LINE = 40  # pixels a line of writing is high before it is pasted


@dataclass(frozen=True)
class Patch:
    """Something flat to be pasted: its picture, and a mask of the same size that is 0 where it is transparent."""

    picture: Picture
    mask: Picture


def any_clutter(random: Generator, words: Vocabulary) -> Patch:
    """One of the things below."""
    return KINDS[int(random.integers(len(KINDS)))](random, words)


def overlay(random: Generator, picture: Picture, words: Vocabulary) -> None:
    """What a dash camera burns into the picture, in place: time, speed and position near the rims."""
    height, width = picture.shape[:2]
    size = max(6, int(height * random.uniform(0.012, 0.05)))
    texts = [words.clock(random), f"{random.integers(5, 90)} MPH"]
    texts.append(f"N{random.uniform(25, 48):.4f} W{random.uniform(70, 124):.4f}")
    colour = ((255, 255, 255), (60, 220, 250), (90, 240, 120), (230, 230, 230))[random.integers(4)]
    for text in texts[: int(random.integers(1, 4))]:
        mask = written(text, size, any_font(random), random.uniform(0.08, 0.18))
        left = int(
            random.choice((size // 2, width - mask.shape[1] - size // 2, (width - mask.shape[1]) // 2))
        )
        top = int(random.choice((size // 2, height - 2 * size, height - 4 * size)))
        if random.random() < 0.5:
            stamped(picture, cv2.dilate(mask, np.ones((3, 3), np.uint8)), left, top, (0, 0, 0))  # type: ignore[arg-type]
        stamped(picture, mask, left, top, colour)


def panel(random: Generator, lines: Sequence[str], paper: Colour, ink: Colour, aspect: float = 0.0) -> Patch:
    """Lines of writing on a panel; `aspect` widens or heightens the panel to that width over height."""
    masks = [written(line, int(LINE * random.uniform(0.5, 1)), any_font(random)) for line in lines]
    gap = int(LINE * random.uniform(0.15, 0.6))
    wide = max(mask.shape[1] for mask in masks) + 2 * gap
    tall = sum(mask.shape[0] + gap for mask in masks) + gap
    wide, tall = max(wide, int(tall * aspect)), max(tall, int(wide / aspect) if aspect else 0)
    picture = np.full((tall, wide, 3), paper, np.uint8)
    top = (tall - sum(mask.shape[0] + gap for mask in masks) + gap) // 2
    for mask in masks:
        stamped(picture, mask, (wide - mask.shape[1]) // 2, top, ink)
        top += mask.shape[0] + gap
    if random.random() < 0.4:
        cv2.rectangle(picture, (2, 2), (wide - 3, tall - 3), ink, int(random.integers(1, 4)))
    return Patch(picture, np.full((tall, wide), 255, np.uint8))


def _contrasting(random: Generator) -> tuple[Colour, Colour]:
    paper = any_colour(random, 45)
    ink = any_colour(random, 30)
    while abs(sum(paper) - sum(ink)) < 210:
        ink = any_colour(random, 30)
    return paper, ink


def _van_side(random: Generator, words: Vocabulary) -> Patch:
    lines = [str(random.choice(words.slogans)), words.phone(random)]
    return panel(random, lines[int(random.integers(2)) :], *_contrasting(random))


def _road_sign(random: Generator, words: Vocabulary) -> Patch:
    paper = ((250, 250, 250), (60, 120, 30), (30, 30, 190), (40, 200, 250), (150, 80, 20))[random.integers(5)]
    ink = (20, 20, 20) if sum(paper) > 450 else (250, 250, 250)
    text = str(random.choice(words.signs))
    return panel(
        random, text.split() if random.random() < 0.6 else [text], paper, ink, random.uniform(0.6, 1.4)
    )


def _shop_sign(random: Generator, words: Vocabulary) -> Patch:
    return panel(random, [str(random.choice(words.shops))], *_contrasting(random), random.uniform(0.5, 5))


def _sticker(random: Generator, words: Vocabulary) -> Patch:
    lines = str(random.choice(words.stickers)).split()
    made = panel(random, lines, *_contrasting(random))
    if random.random() < 0.3:
        tall, wide = made.mask.shape
        made.mask[:] = 0
        cv2.ellipse(
            made.mask, (wide // 2, tall // 2), (wide // 2, tall // 2), 0, 0, 360, 255, -1, cv2.LINE_AA
        )
    return made


def _badge(random: Generator, words: Vocabulary) -> Patch:
    mask = written(str(random.choice(words.badges)), LINE, any_font(random), random.uniform(0.08, 0.2))
    picture = np.full((*mask.shape, 3), any_colour(random, 8), np.uint8)
    return Patch(picture, mask)


def _bare_writing(random: Generator, words: Vocabulary) -> Patch:
    text = (words.phone(random), str(random.choice(words.slogans)), words.clock(random))[random.integers(3)]
    mask = written(text, LINE, any_font(random))
    return Patch(np.full((*mask.shape, 3), any_colour(random, 30), np.uint8), mask)


def _empty_frame(random: Generator, words: Vocabulary) -> Patch:
    """A dealer's frame, or the card a dealer puts where the plate will be."""
    picture = np.full((120, 240, 3), any_colour(random, 10), np.uint8)
    inner, ink = any_colour(random, 10), any_colour(random, 20)
    cv2.rectangle(picture, (12, 20), (228, 100), inner, -1)
    for top in (3, 103):
        mask = written(str(random.choice(words.cities)), 14, any_font(random))
        stamped(picture, mask, 120 - mask.shape[1] // 2, top, ink)
    if random.random() < 0.4:
        mask = written(str(random.choice(words.cities)), 26, any_font(random))
        stamped(picture, mask, max(14, 120 - mask.shape[1] // 2), 46, ink)
    return Patch(picture, np.full((120, 240), 255, np.uint8))


def _blank(random: Generator, words: Vocabulary) -> Patch:
    """A bare plate-shaped rectangle: a lamp, a vent, a label too far away."""
    picture = np.full((100, int(random.uniform(100, 400)), 3), any_colour(random), np.uint8)
    cv2.rectangle(picture, (3, 3), (picture.shape[1] - 4, 96), any_colour(random), int(random.integers(1, 8)))
    if random.random() < 0.4:
        grille(random, picture, (8, 8, picture.shape[1] - 16, 84))
    return Patch(picture, np.full(picture.shape[:2], 255, np.uint8))


KINDS: tuple[Callable[[Generator, Vocabulary], Patch], ...] = (
    _van_side, _road_sign, _shop_sign, _sticker, _badge, _bare_writing, _empty_frame, _blank,
)  # fmt: skip
