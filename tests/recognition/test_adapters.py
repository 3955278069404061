"""What others make is understood by its configuration, and used where it is installed."""

from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

import recognition
from recognition import EngineUnavailable, Picture, parts
from recognition.adapters import fast_plate_ocr, onnxruntime
from recognition.adapters.fast_plate_ocr import CONFIGURATION, MODEL, FastPlateReader
from recognition.adapters.slots import SlotModel, model_input, model_of, reading_of
from recognition.engines import OPTIONAL, put_together
from tests.recognition.drawn import scene
from tests.recognition.onnx_bytes import always

YAML = """# Config for Latin-alphabet plates
max_plate_slots: 9  # heads
alphabet: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_'
pad_char: "_"
img_height: 64
img_width: 128
keep_aspect_ratio: false
interpolation: area
image_color_mode: rgb
padding_color: [100, 100, 100]
plate_regions:
  - California
  - Texas: not read
"""
RUNTIME = pytest.mark.skipif(
    find_spec("onnxruntime") is None, reason="onnxruntime is not installed; it is not among the requirements"
)
CROP: Picture = np.tile(np.linspace(0, 255, 320, dtype=np.uint8), (160, 1))


@pytest.fixture
def model() -> SlotModel:
    return model_of(YAML)


def shares_of(text: str, model: SlotModel, share: float = 0.9) -> np.ndarray:
    """What a model answers that sees `text`, each slot with this share and the rest on its next character."""
    answer = np.zeros((model.slots, len(model.alphabet)), np.float32)
    for slot, char in enumerate(text.ljust(model.slots, model.empty)):
        place = model.alphabet.index(char)
        answer[slot, place] = share
        answer[slot, (place + 1) % len(model.alphabet)] = 1 - share
    return answer.reshape(-1)


def test_a_configuration_is_read(model: SlotModel) -> None:
    assert model == SlotModel(
        slots=9,
        alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_",
        empty="_",
        width=128,
        height=64,
        coloured=True,
        keeps_proportions=False,
        interpolation=cv2.INTER_AREA,
        padding=100,
    )


@pytest.mark.parametrize(
    ("line", "instead"),
    [("pad_char", "# none"), ("img_width", "img_width: wide"), ("interpolation", "interpolation: magic")],
)
def test_a_configuration_that_makes_no_sense_is_refused(line: str, instead: str) -> None:
    lines = [instead if each.startswith(line) else each for each in YAML.splitlines()]
    with pytest.raises(EngineUnavailable, match="not usable"):
        model_of("\n".join(lines))


def test_a_plate_is_stretched_into_the_input(model: SlotModel) -> None:
    tensor = model_input([CROP, CROP], model)
    assert (tensor.shape, tensor.dtype) == ((2, 64, 128, 3), np.uint8)
    assert np.array_equal(tensor[0, :, :, 0], tensor[0, :, :, 2])


def test_a_plate_keeps_its_proportions_between_bars() -> None:
    grey = SlotModel(9, "01_", "_", width=100, height=100, keeps_proportions=True, padding=7)
    (picture,) = model_input([CROP], grey)
    assert picture.shape == (100, 100, 1)
    assert set(picture[:25].ravel().tolist()) == set(picture[75:].ravel().tolist()) == {7}
    assert picture[50, -1, 0] > 250


def test_slots_become_a_reading(model: SlotModel) -> None:
    reading = reading_of(shares_of("7ABC123", model), model, 74.0)
    assert reading.text == "7ABC123"
    assert reading.characters[0] == ("7", pytest.approx(0.9))
    assert [char for char, _ in reading.alternatives[0]] == ["7", "8"]
    assert reading.texts[0].text == "7ABC123"
    assert reading.texts[0].confidence == pytest.approx(0.9**9, abs=0.02)
    assert "8ABC123" in [text for text, _ in reading.texts]


def test_empty_slots_are_no_characters(model: SlotModel) -> None:
    assert reading_of(shares_of("", model, share=1.0), model, 74.0).characters == ()
    assert reading_of(shares_of("7A_B", model, share=1.0), model, 74.0).text == "7AB"


def test_a_missing_model_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(onnxruntime, "find_spec", lambda module: module)
    monkeypatch.delenv(MODEL, raising=False)
    monkeypatch.setenv(CONFIGURATION, str(tmp_path / "absent.yaml"))
    assert MODEL in str(fast_plate_ocr.lacking())
    (tmp_path / "net.onnx").write_bytes(b"")
    monkeypatch.setenv(MODEL, str(tmp_path / "net.onnx"))
    assert CONFIGURATION in str(fast_plate_ocr.lacking())
    (tmp_path / "absent.yaml").write_text(YAML)
    assert fast_plate_ocr.lacking() is None


@pytest.fixture
def users_model(model: SlotModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A model that reads 7ABC123 on whatever it is shown."""
    (tmp_path / "net.onnx").write_bytes(always((64, 128, 3), shares_of("7ABC123", model)))
    (tmp_path / "plates.yaml").write_text(YAML)
    monkeypatch.setenv(MODEL, str(tmp_path / "net.onnx"))
    monkeypatch.setenv(CONFIGURATION, str(tmp_path / "plates.yaml"))
    fast_plate_ocr.label.cache_clear()
    parts.reader.cache_clear()
    return tmp_path / "net.onnx"


@RUNTIME
def test_a_users_model_reads_every_plate(users_model: Path) -> None:
    crops = [np.zeros((200, 400), np.uint8)] * 3
    assert [reading.text for reading in FastPlateReader().read_crops(crops)] == ["7ABC123"] * 3
    assert FastPlateReader().read_crops([]) == []


@RUNTIME
def test_an_engine_of_a_users_model_names_it(users_model: Path) -> None:
    reads = put_together("fast-plate-ocr", OPTIONAL["fast-plate-ocr"]).read(scene("8KLM902"))
    assert reads[0].candidates[0].text == "7ABC123"
    assert (reads[0].engine.name, reads[0].engine.version) == ("fast-plate-ocr", "net")
    assert len(reads[0].engine.model_sha256) == 64


@RUNTIME
def test_a_net_is_used_as_opencvs_is(model: SlotModel) -> None:
    net = onnxruntime.Net(always((64, 128, 3), shares_of("7ABC123", model)))
    net.setInput(np.full((2, 64, 128, 3), 200, np.uint8))  # type: ignore[arg-type]
    answer = net.forward()
    assert answer.shape == (2, model.slots * len(model.alphabet))
    assert np.allclose(answer[1], shares_of("7ABC123", model))


@RUNTIME
def test_the_tiny_nets_answer_the_same_by_either_runtime() -> None:
    picture = scene("7ABC123")
    ours, theirs = (
        recognition.engine("tiny").read(picture),
        recognition.engine("tiny-onnxruntime").read(picture),
    )
    assert [read.candidates[0].text for read in theirs] == [read.candidates[0].text for read in ours]
    assert np.allclose(theirs[0].corners, ours[0].corners, atol=0.1)
    assert theirs[0].confidence == pytest.approx(ours[0].confidence, abs=0.01)
    assert theirs[0].engine.name == "tiny-onnxruntime"
    assert theirs[0].engine.model_sha256 == ours[0].engine.model_sha256
