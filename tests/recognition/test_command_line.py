"""python -m recognition: one line a picture, a sentence for each that cannot be read, and nothing lost on the way."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

import recognition
from recognition import Picture
from recognition.__main__ import main
from recognition.command import reading, run
from recognition.command.reading import Record, Task
from tests.recognition.drawn import encoded, scene

BLANK = encoded(np.full((40, 60, 3), 90, np.uint8))
ROOT = Path(__file__).resolve().parents[2]


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
    assert main(["--quiet", *map(str, paths)]) == 1
    answer = capsys.readouterr()
    refusals = answer.err.splitlines()
    assert len(refusals) == 2
    assert "notes.txt: The file is neither a JPEG nor a PNG" in refusals[0]
    assert "missing.png: No such file or directory" in refusals[1]
    assert "7ABC123" in answer.out


def test_a_folder_without_pictures_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "There is no JPEG or PNG" in capsys.readouterr().err


def lines(text: str) -> list[Record]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def blanks(tmp_path: Path) -> Path:
    """A folder with four pictures without a plate, 0.png to 3.png."""
    below = tmp_path / "blanks"
    below.mkdir()
    for number in range(4):
        (below / f"{number}.png").write_bytes(BLANK)
    return below


def test_a_bad_file_has_a_json_line_of_its_own(blanks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blanks / "1.png").write_bytes(BLANK[:-20])
    assert main(["--json", str(blanks)]) == 1
    answer = capsys.readouterr()
    records = lines(answer.out)
    assert [Path(record["file"]).name for record in records] == ["0.png", "1.png", "2.png", "3.png"]
    assert records[1] == {
        "file": str(blanks / "1.png"),
        "error": "The picture is cut short; send the whole file again.",
    }
    assert answer.err.splitlines() == [f"{blanks / '1.png'}: {records[1]['error']}"]


def test_an_engine_that_fails_costs_one_picture(
    blanks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Failing:
        def read(self, image: Picture) -> list[object]:
            raise ZeroDivisionError("no plate to divide by")

    monkeypatch.setattr("recognition.engine", lambda _: Failing())
    assert main([str(blanks / "0.png")]) == 1
    assert (
        "0.png: The engine failed on it (ZeroDivisionError: no plate to divide by); "
        in capsys.readouterr().err
    )


def deadly(task: Task) -> list[Record]:
    """Reads a file, and ends its process over 2.png as a fault in a decoder would."""
    if task.path.name == "2.png":
        os.kill(os.getpid(), signal.SIGKILL)
    return reading.records(task)


def test_a_file_that_kills_its_worker_is_named_and_the_rest_is_read(
    blanks: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "records", deadly)
    assert main(["--json", "--jobs", "2", str(blanks)]) == 1
    records = lines(capsys.readouterr().out)
    assert ["error" in record for record in records] == [False, False, True, False]
    assert records[2] == {"file": str(blanks / "2.png"), "error": reading.LOST}


def unread(task: Task) -> list[Record]:
    raise AssertionError(f"{task.path} was read again")


def test_results_are_gone_on_with(
    blanks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results.jsonl"
    (blanks / "3.png").write_bytes(b"")
    asked = ["--out", str(out), "--resume", "--jobs", "1", str(blanks)]
    assert main(asked) == 1
    first = lines(out.read_text())
    assert capsys.readouterr().out == ""
    assert [record.get("size") for record in first] == [len(BLANK)] * 3 + [0]

    out.write_text(out.read_text() + '{"file": "half-writ')
    (blanks / "1.png").write_bytes(BLANK + b"changed")
    (blanks / "3.png").write_bytes(BLANK)
    assert main(asked) == 0
    second = lines(out.read_text())
    assert second[:2] == [first[0], first[2]]
    assert [(Path(record["file"]).name, record["size"]) for record in second[2:]] == [
        ("1.png", len(BLANK) + 7),
        ("3.png", len(BLANK)),
    ]

    monkeypatch.setattr(run, "records", unread)
    assert main(asked) == 0
    assert lines(out.read_text()) == second
    assert "4 of 4 files were read before." in capsys.readouterr().err


def test_a_film_that_was_cut_off_in_the_results_is_read_again(
    tmp_path: Path, make_film: Callable[[Path], Path]
) -> None:
    out, film = tmp_path / "results.jsonl", make_film(tmp_path / "a.avi")
    asked = ["--out", str(out), "--resume", "--every", "0.1", str(film)]
    assert main(asked) == 0
    whole = [record["frame"] for record in lines(out.read_text())]
    assert len(whole) == 3
    out.write_text("".join(out.read_text().splitlines(keepends=True)[:2]))
    assert main(asked) == 0
    assert [record["frame"] for record in lines(out.read_text())] == whole


@pytest.fixture
def make_film() -> Callable[[Path], Path]:
    def written(path: Path) -> Path:
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (96, 64))
        for _ in range(3):
            writer.write(np.full((64, 96, 3), 90, np.uint8))
        writer.release()
        return path

    return written


def test_results_are_not_written_over(
    blanks: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results.jsonl"
    out.write_text("precious")
    assert main(["--out", str(out), str(blanks)]) == 2
    assert "is there already; go on with it by --resume" in capsys.readouterr().err
    assert out.read_text() == "precious"


def test_ctrl_c_ends_it_with_what_was_done_kept(tmp_path: Path) -> None:
    """A pipe nobody writes to holds the command where it is, however quick the machine."""
    files = [tmp_path / f"{number:04}.png" for number in range(8)]
    for number, file in enumerate(files):
        os.mkfifo(file) if number >= 4 else file.write_bytes(BLANK)
    out = tmp_path / "results.jsonl"
    command = [sys.executable, "-m", "recognition", "--out", str(out), *map(str, files)]
    heeding = ["env", "--default-signal=INT"]  # a run in the background hands its deafness to Ctrl-C down
    asked = subprocess.Popen(
        [*heeding, *command],
        cwd=ROOT,
        start_new_session=True,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    while not (out.exists() and out.stat().st_size) and asked.poll() is None:
        time.sleep(0.02)
    os.killpg(asked.pid, signal.SIGINT)
    printed, said = asked.communicate()
    assert (asked.returncode, printed) == (130, "")
    done = lines(out.read_text())
    assert 0 < len(done) <= 4
    assert [Path(record["file"]).name for record in done] == [
        f"{number:04}.png" for number in range(len(done))
    ]
    assert said.splitlines()[-1] == f"Stopped. {len(done)} of 8 files were read; their results are kept."


def test_a_reader_that_has_seen_enough_is_no_failure_to_report(blanks: Path) -> None:
    command = f"{sys.executable} -m recognition --json {blanks} | head -c 1"
    answer = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (answer.stdout, answer.stderr) == ("{", "")


def test_the_capture_time_is_told_where_the_camera_wrote_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = Image.Exif()
    written[0x010F] = "a camera"
    written.get_ifd(0x8769)[0x9003] = "2026:11:30 21:05:09"
    Image.new("RGB", (60, 40)).save(tmp_path / "a.jpg", exif=written)
    assert main(["--json", str(tmp_path)]) == 0
    assert lines(capsys.readouterr().out)[0]["taken"] == "2026-11-30T21:05:09"


def test_a_name_that_is_no_text_is_shown_as_far_as_it_can_be(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.png")).write_bytes(BLANK)
    command = [sys.executable, "-m", "recognition", str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert answer.stdout.endswith(b"a\\udcff.png  no plate found\n")


@pytest.mark.parametrize(
    "wrong",
    [
        ["--jobs", "0"],
        ["--every", "0"],
        ["--every", "nan"],
        ["--resume"],
        ["--sheet", "a.txt"],
        ["--group", "0"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_refused(blanks: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main([*wrong, str(blanks)])
    assert refusal.value.code == 2


def test_an_unknown_engine_is_refused(folder: Path) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["--engine", "crystal-ball", str(folder)])
    assert refusal.value.code == 2


def test_the_module_runs_without_the_portal_around_it(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "recognition").symlink_to(ROOT / "recognition")
    command = [sys.executable, "-m", "recognition", "a.png"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "7ABC123" in answer.stdout
