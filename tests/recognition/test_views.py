"""How often a plate is looked at before it is given up or believed."""

import cv2
import numpy as np
import pytest

from recognition import Picture
from recognition.pipeline import in_grey
from recognition.rectify import CROP_HEIGHT, CROP_WIDTH
from recognition.tiny.crops import Tensor
from recognition.tiny.reader import VIEWS, TinyReader
from tests.recognition.drawn import drawn_plate


class Counting(TinyReader):
    """The reader itself; it counts the plates its net is shown."""

    shown = 0

    def scores(self, plates: Tensor) -> Tensor:
        self.shown += len(plates)
        return super().scores(plates)


@pytest.fixture
def clear() -> Picture:
    plate = cv2.resize(drawn_plate("7ABC123"), (CROP_WIDTH, CROP_HEIGHT), interpolation=cv2.INTER_AREA)
    return in_grey(plate)


@pytest.fixture
def doubtful(clear: Picture) -> Picture:
    return cv2.GaussianBlur(clear, (0, 0), 8)


@pytest.fixture
def plain() -> Picture:
    return np.full((CROP_HEIGHT, CROP_WIDTH), 128, np.uint8)


def test_a_clear_plate_is_looked_at_once(clear: Picture) -> None:
    reader = Counting()
    (reading,) = reader.read_crops([clear])
    assert reading.text == "7ABC123"
    assert reader.shown == 1


def test_a_doubtful_plate_is_looked_at_in_every_view(doubtful: Picture) -> None:
    reader = Counting()
    reader.read_crops([doubtful])
    assert reader.shown == len(VIEWS)


@pytest.mark.parametrize("blur", [0, 14])
def test_what_shows_next_to_nothing_is_not_looked_at_again(clear: Picture, plain: Picture, blur: int) -> None:
    reader = Counting()
    reader.read_crops([cv2.GaussianBlur(clear, (0, 0), blur) if blur else plain])
    assert reader.shown == 1


def test_what_one_plate_gives_does_not_depend_on_its_neighbours(
    clear: Picture, doubtful: Picture, plain: Picture
) -> None:
    crops = [plain, doubtful, clear]
    assert TinyReader().read_crops(crops) == [TinyReader().read_crops([crop])[0] for crop in crops]
