"""The state is read from the words above and below the characters."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from recognition import Picture, Region, syntax
from recognition.ocr import header, pages
from recognition.ocr.header import StateReader, WithStates, with_state
from recognition.rectify import flatten
from tests.recognition.drawn import drawn_plate
from tests.recognition.stand_ins import Gives, Names, plate_read

CALIFORNIA = Region("us-ca", 0.8, "header")


def named(words: Sequence[str]) -> Region | None:
    return CALIFORNIA if "CALIFORNIA" in words else None


@pytest.fixture(autouse=True)
def _known_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "state_named", named, raising=False)


def crop(above: str = "", below: str = "") -> Picture:
    """A flattened plate with words over and under the characters."""
    face = np.full((600, 1200, 3), 245, np.uint8)
    face[150:440] = cv2.resize(drawn_plate("7ABC123")[190:530], (1200, 290), interpolation=cv2.INTER_AREA)
    for words, level in ((above, 120), (below, 560)):
        cv2.putText(face, words, (330, level), cv2.FONT_HERSHEY_SIMPLEX, 3, (40, 40, 40), 8, cv2.LINE_AA)
    return flatten(face, ((0, 0), (1200, 0), (1200, 600), (0, 600)))


def test_the_word_above_the_characters_names_the_state() -> None:
    assert StateReader().states([crop(above="CALIFORNIA")]) == [CALIFORNIA]


def test_the_word_below_counts_as_well() -> None:
    assert StateReader().states([crop(below="CALIFORNIA")]) == [CALIFORNIA]


def test_each_plate_has_its_own_answer() -> None:
    crops = [crop(), crop(above="CALIFORNIA"), crop(above="NEVADA")]
    assert StateReader().states(crops) == [None, CALIFORNIA, None]


def test_no_plates_start_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.program, "hocr_pages", None)
    monkeypatch.setattr(pages.inprocess, "hocr_pages", None)
    assert StateReader().states([]) == []


def test_words_are_letters_in_capitals() -> None:
    page = "<span class='ocrx_word' id='word_1_1'>Cali-fornia.</span><span class='ocrx_word'>2012</span>"
    assert list(header._words(page)) == ["CALIFORNIA"]


def test_what_is_written_goes_before_what_the_lettering_suggests() -> None:
    guess = Region("us-nv", 0.6, "syntax")
    read = with_state(plate_read(("XYZ123", 0.3), regions=(guess,)), CALIFORNIA)
    assert read.regions == (CALIFORNIA, guess)
    assert read.region == "us-ca"


def test_an_engine_with_states_changes_nothing_else() -> None:
    given = plate_read(("7ABC123", 0.9), text="7ABC123")
    picture: Picture = np.full((120, 160, 3), 128, np.uint8)
    engine = WithStates(Gives(given), Names())  # type: ignore[arg-type]
    assert engine.read(picture) == [given]
    assert engine.read_batch([picture, picture]) == [[given], [given]]
