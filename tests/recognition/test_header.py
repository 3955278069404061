"""The state is read from the words above and below the characters."""

import cv2
import numpy as np
import pytest

import recognition
from recognition import Picture, Region
from recognition.ocr import pages
from recognition.ocr.header import StateReader
from recognition.rectify import flatten
from recognition.stating import WithStates, with_states
from tests.recognition.drawn import drawn_plate, scene
from tests.recognition.stand_ins import Gives, Names, plate_read


def crop(above: str = "", below: str = "") -> Picture:
    """A flattened plate with words over and under the characters."""
    face = np.full((600, 1200, 3), 245, np.uint8)
    face[150:440] = cv2.resize(drawn_plate("7ABC123")[190:530], (1200, 290), interpolation=cv2.INTER_AREA)
    for words, level in ((above, 120), (below, 560)):
        cv2.putText(face, words, (330, level), cv2.FONT_HERSHEY_SIMPLEX, 3, (40, 40, 40), 8, cv2.LINE_AA)
    return flatten(face, ((0, 0), (1200, 0), (1200, 600), (0, 600)))


def test_the_word_above_the_characters_names_the_state() -> None:
    ((state,),) = StateReader().states([crop(above="CALIFORNIA")])
    assert (state.region, state.reason) == ("us-ca", "header")
    assert state.confidence > 0.9


def test_the_word_below_counts_as_well() -> None:
    ((state,),) = StateReader().states([crop(below="SUNSHINE STATE")])
    assert state.region == "us-fl"


def test_each_plate_has_its_own_answer() -> None:
    crops = [crop(), crop(above="CALIFORNIA"), crop(above="NEVADA")]
    named = [[state.region for state in states] for states in StateReader().states(crops)]
    assert named == [[], ["us-ca"], ["us-nv"]]


def test_no_plates_start_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.program, "hocr_pages", None)
    monkeypatch.setattr(pages.inprocess, "hocr_pages", None)
    assert StateReader().states([]) == []


def test_what_is_written_counts_beside_what_the_lettering_suggests() -> None:
    read = with_states(plate_read(("7ABC123", 0.9), text="7ABC123"), [Region("us-tx", 0.95, "header")])
    assert {"us-ca", "us-tx"} <= {state.region for state in read.regions}
    agreed = with_states(plate_read(("7ABC123", 0.9), text="7ABC123"), [Region("us-ca", 0.95, "header")])
    assert (agreed.regions[0].region, agreed.region) == ("us-ca", "us-ca")
    assert agreed.regions[0].confidence > read.regions[0].confidence


def test_an_engine_with_states_changes_nothing_else() -> None:
    given = plate_read(("7ABC123", 0.9), text="7ABC123")
    picture: Picture = np.full((120, 160, 3), 128, np.uint8)
    engine = WithStates(Gives(given), Names())
    assert engine.read(picture) == [given]
    assert engine.read_batch([picture, picture]) == [[given], [given]]


def test_the_tesseract_engine_tells_the_state_by_the_words() -> None:
    (read,) = recognition.engine("tesseract").read(scene("ABC123"))
    assert (read.regions[0].region, read.regions[0].reason, read.region) == ("us-ca", "header", "us-ca")
