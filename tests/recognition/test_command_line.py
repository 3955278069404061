"""python -m recognition: one line a picture, a sentence for each that cannot be read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import recognition
from recognition.__main__ import main
from tests.recognition.drawn import encoded, scene


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture, one in a folder below, and a file that is none."""
    (tmp_path / "below").mkdir()
    (tmp_path / "a.png").write_bytes(encoded(scene("7ABC123")))
    (tmp_path / "below" / "b.JPG").write_bytes(encoded(scene("8KLM902"), ".jpg"))
    (tmp_path / "notes.txt").write_text("not a picture")
    return tmp_path


def test_json_has_exactly_the_agreed_keys(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", str(folder / "a.png")]) == 0
    record = json.loads(capsys.readouterr().out)
    assert list(record) == ["file", "width", "height", "ms", "plates"]
    assert (record["width"], record["height"]) == (1280, 720)
    plate = record["plates"][0]
    assert list(plate) == [
        "text", "confidence", "box", "corners", "characters", "candidates", "region", "quality", "engine",
    ]  # fmt: skip
    assert plate["text"] == "7ABC123"
    assert [len(corner) for corner in plate["corners"]] == [2, 2, 2, 2]
    assert len(plate["box"]) == 4
    assert list(plate["characters"][0]) == ["char", "confidence"]
    assert list(plate["candidates"][0]) == ["text", "confidence"]
    assert plate["engine"]["name"] == recognition.DEFAULT


def test_a_folder_is_walked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", str(folder)]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["plates"][0]["text"] for record in records] == ["7ABC123", "8KLM902"]


def test_a_bad_file_is_named_and_the_rest_is_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [folder / "notes.txt", folder / "missing.png", folder / "a.png"]
    assert main([str(path) for path in paths]) == 1
    answer = capsys.readouterr()
    refusals = answer.err.splitlines()
    assert len(refusals) == 2
    assert "notes.txt: The file is neither a JPEG nor a PNG" in refusals[0]
    assert "missing.png: No such file or directory" in refusals[1]
    assert "7ABC123" in answer.out


def test_a_folder_without_pictures_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "There is no JPEG or PNG" in capsys.readouterr().err


def test_an_unknown_engine_is_refused(folder: Path) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["--engine", "crystal-ball", str(folder)])
    assert refusal.value.code == 2


def test_the_module_runs_without_the_portal_around_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "recognition").symlink_to(Path(__file__).resolve().parents[2] / "recognition")
    command = [sys.executable, "-m", "recognition", "a.png"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "7ABC123" in answer.stdout
