"""Films are sampled, and each frame is a record with its time."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from recognition import Picture, UnreadableImage
from recognition.__main__ import main
from recognition.command.film import frame, frames
from tests.recognition.drawn import encoded, scene

RATE = 10


def film(path: Path, pictures: list[Picture]) -> Path:
    """An AVI of ten pictures a second."""
    height, width = pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), RATE, (width, height))
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path


@pytest.fixture
def shades(tmp_path: Path) -> Path:
    """Two seconds that grow lighter by 10 grey levels a frame."""
    return film(tmp_path / "shades.avi", [np.full((64, 96, 3), 10 * step, np.uint8) for step in range(20)])


@pytest.mark.parametrize(
    ("every", "times"),
    [(0.5, [0.0, 0.5, 1.0, 1.5]), (1.0, [0.0, 1.0]), (60.0, [0.0]), (0.7, [0.0, 0.7, 1.4])],
)
def test_a_film_is_sampled_every_so_many_seconds(shades: Path, every: float, times: list[float]) -> None:
    seen = list(frames(shades, every))
    assert [at for at, _ in seen] == pytest.approx(times)
    assert [picture.mean() for _, picture in seen] == pytest.approx([at * 100 for at in times], abs=4)


def test_no_frame_is_left_out_where_more_are_asked_for_than_there_are(shades: Path) -> None:
    assert len(list(frames(shades, 0.001))) == 20


def test_a_sampled_frame_is_found_again(shades: Path) -> None:
    for at, picture in frames(shades, 0.7):
        assert np.array_equal(frame(shades, at), picture)


def test_what_only_begins_like_a_film_is_refused(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.avi"
    damaged.write_bytes(b"RIFF\x00\x10\x00\x00AVI LIST" + bytes(4000))
    with pytest.raises(UnreadableImage, match="The film cannot be read; save it as MP4"):
        list(frames(damaged, 1.0))


def test_a_film_that_breaks_off_gives_the_frames_it_has(shades: Path) -> None:
    shades.write_bytes(shades.read_bytes()[: shades.stat().st_size * 4 // 5])
    assert 0 < len(list(frames(shades, 0.1))) < 20


def test_a_film_is_known_by_its_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film(tmp_path / "a.avi", [np.full((64, 96, 3), 90, np.uint8)] * 3).rename(tmp_path / "a.jpg")
    assert main(["--json", "--every", "0.1", str(tmp_path)]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["frame"] for record in records] == [0.0, 0.1, 0.2]


def test_the_frames_of_a_film_are_records_and_its_vehicles_one_read_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    passing = [scene("7ABC123", left=420), scene("7ABC123", left=500), scene("8KLM902")]
    path = film(tmp_path / "passing.avi", [picture for picture in passing for _ in range(5)])
    assert main(["--json", "--group", str(path)]) == 0
    *records, first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(r["file"], r["frame"], r["plates"][0]["text"]) for r in records] == [
        (str(path), 0.0, "7ABC123"),
        (str(path), 0.5, "7ABC123"),
        (str(path), 1.0, "8KLM902"),
    ]
    assert (first["vehicle"], first["text"], second["vehicle"], second["text"]) == (
        1,
        "7ABC123",
        2,
        "8KLM902",
    )
    assert first["confidence"] > max(record["plates"][0]["confidence"] for record in records)
    assert [each["frame"] for each in first["pictures"]] == [0.0, 0.5]
    assert list(first["pictures"][0]) == [
        "file",
        "frame",
        "time",
        "text",
        "confidence",
        "candidates",
        "quality",
    ]
    assert first["best"]["frame"] in (0.0, 0.5)


def test_still_pictures_in_order_are_grouped_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, left in enumerate((420, 500)):
        (tmp_path / f"{number}.png").write_bytes(encoded(scene("7ABC123", left=left)))
    assert main(["--json", str(tmp_path), "--group"]) == 0
    vehicle = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (vehicle["text"], len(vehicle["pictures"])) == ("7ABC123", 2)
