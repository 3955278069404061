"""Every engine has a name, is put together once, and says what it lacks."""

import subprocess
import sys

import pytest

import recognition
from recognition import EngineUnavailable, engines, parts
from recognition.adapters import ADAPTERS, lacking
from recognition.engines import BUILT_IN, ENGINES, OPTIONAL, Recipe
from tests.recognition.drawn import drawn_plate, scene


def test_every_recipe_names_parts_that_there_are() -> None:
    for recipe in (BUILT_IN | OPTIONAL).values():
        assert set(recipe.detectors) <= set(parts.DETECTORS)
        assert recipe.reader in parts.READERS
        assert recipe.second is None or recipe.second in parts.READERS


def test_every_optional_engine_can_say_what_it_lacks() -> None:
    assert set(ADAPTERS) == set(OPTIONAL)
    assert {name for name in ENGINES if lacking(name)} == set()
    assert set(ENGINES) >= set(BUILT_IN)


def test_an_engine_is_the_same_object_each_time() -> None:
    assert recognition.engine("tesseract") is recognition.engine("tesseract")


def test_the_name_that_stored_reads_carry_still_works() -> None:
    assert recognition.engine("opencv-tesseract") is recognition.engine("tesseract")


def test_the_default_is_one_of_the_engines() -> None:
    assert recognition.DEFAULT in recognition.ENGINES
    assert recognition.engine() is recognition.engine(recognition.DEFAULT)


def test_an_unknown_engine_is_refused_with_all_there_are() -> None:
    with pytest.raises(ValueError, match="choose one of: ") as refusal:
        recognition.engine("crystal-ball")
    assert all(name in str(refusal.value) for name in ENGINES)
    with pytest.raises(ValueError, match="choose one of: "):
        engines.reading_alone("crystal-ball")


def test_reads_carry_the_name_of_their_engine() -> None:
    (read,) = recognition.engine("tesseract").read(scene("7ABC123"))
    assert read.engine.name == "tesseract"
    assert "Tesseract " in read.engine.version


def test_an_engine_of_two_readers_names_the_versions_of_both() -> None:
    both = Recipe(("lines",), "tesseract", second="tesseract", states=True)
    (read,) = engines.put_together("ensemble", both).read(scene("7ABC123"))
    assert read.engine.name == "ensemble"
    assert read.engine.version.count("OpenCV") == 2


def test_a_part_that_is_not_here_makes_the_engine_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parts.READERS, "absent", "recognition.no_such_part:Reader")
    with pytest.raises(EngineUnavailable, match=r"needs recognition\.no_such_part"):
        engines.put_together("absent", Recipe(("lines",), "absent"))


def test_a_missing_detector_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(parts.DETECTORS, "absent", "recognition.no_such_part:Detector")
    (read,) = engines.put_together("tesseract", Recipe(("absent", "lines"), "tesseract")).read(
        scene("7ABC123")
    )
    assert read.text == "7ABC123"
    with pytest.raises(EngineUnavailable):
        engines.put_together("tesseract", Recipe(("absent",), "tesseract"))


def test_a_reader_alone_takes_the_whole_picture_as_the_plate() -> None:
    plate = drawn_plate("8KLM902")
    (read,) = engines.reading_alone("tesseract").read(plate)
    assert read.text == "8KLM902"
    assert read.box == (0, 0, plate.shape[1], plate.shape[0])


@pytest.mark.parametrize("name", ["tiny-onnxruntime", "fast-plate-ocr"])
def test_an_engine_that_is_not_installed_is_not_listed_and_says_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recognition.adapters.onnxruntime.find_spec", lambda module: None)
    with pytest.raises(EngineUnavailable, match="pip install onnxruntime"):
        engines.put_together(name, OPTIONAL[name])


def test_no_engine_is_loaded_before_it_is_asked_for() -> None:
    loaded = "import recognition.__main__, sys; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert {"pytesseract", "tesserocr", "onnxruntime", "PIL"}.isdisjoint(answer.stdout.split())
