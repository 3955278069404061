"""What nets are trained on: the parts that need neither fonts nor PyTorch."""

import cv2
import numpy as np
import pytest

from recognition.training.camera import seen
from recognition.training.collage import Cutter, strips
from recognition.training.flats import ABOVE, PLATE_TALL, SIDE, TALL, WIDE, Flat, legible
from recognition.training.folds import fold_of

STEP = 28


def flat(text: str = "5UVR090", state: str = "ca", light: int = 220) -> Flat:
    """A plate whose characters are bars of the width of their place in the alphabet."""
    picture = np.full((TALL, WIDE), 60, np.uint8)
    picture[ABOVE : ABOVE + PLATE_TALL, SIDE : SIDE + 200] = light
    centres = tuple(float(SIDE + 15 + STEP * place) for place in range(len(text)))
    for centre, char in zip(centres, text, strict=True):
        half = 2 + ord(char) % 9
        cv2.rectangle(picture, (int(centre) - half, 50), (int(centre) + half, 90), 20, -1)
    return Flat(picture, text, centres, state)


def test_a_camera_that_does_nothing_leaves_the_characters_where_they_are() -> None:
    one = flat()
    picture, centres = seen(one.picture, one.centres, np.random.default_rng(0), hard=0.0)

    darkest = [picture[picture.shape[0] // 2, round(x)] for x in centres]
    assert centres == sorted(centres)
    assert max(darkest) < 60


def test_a_real_camera_moves_the_places_with_the_picture() -> None:
    one = flat()
    for seed in range(20):
        picture, centres = seen(one.picture, one.centres, np.random.default_rng(seed))
        assert picture.shape == (40, 128)
        assert centres == sorted(centres)
        assert -5 < centres[0] < centres[-1] < 133


def test_a_collage_says_what_its_strips_show() -> None:
    plates = [flat("5UVR090"), flat("7ABC123", light=180)]
    widths = {strip.char: int((strip.picture[70] < 90).sum()) for plate in plates for strip in strips(plate)}

    made = Cutter(plates).collage(np.random.default_rng(3))

    assert len(made.text) == 7
    for strip in strips(made):
        assert int((strip.picture[70] < 90).sum()) == pytest.approx(widths[strip.char], abs=3)


def test_a_plate_whose_characters_nobody_placed_is_not_cut() -> None:
    assert Cutter([Flat(flat().picture, "5UVR090")]).flats == []


def test_a_plate_is_in_one_fold_however_its_file_is_called_and_its_o_is_written() -> None:
    assert fold_of("a.jpg", "CEMENT0", 3) == fold_of("crops/b.png", "CEMENTO", 3)
    assert {fold_of("", f"{number}ABC", 3) for number in range(40)} == {0, 1, 2}


@pytest.mark.parametrize(
    ("label", "taught"), [("5UVR090", True), ("0", False), ("AB-1", False), ("A" * 11, False)]
)
def test_a_label_that_is_no_text_teaches_nothing(label: str, taught: bool) -> None:
    assert legible(label) is taught
