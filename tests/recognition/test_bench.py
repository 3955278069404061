"""The figures the benchmark prints are those it says they are."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from bench.reading import scores
from bench.reading.answers import Answer
from bench.reading.causes import cause, kind
from bench.reading.failures import write
from bench.reading.labels import Photograph, photographs
from bench.reading.measuring import Run
from bench.reading.others import alpr_answers, plates_among
from bench.reading.scores import Outcome
from bench.reading.table import figures, table
from recognition.boxes import covered, overlap
from recognition.texts import edits
from tests.recognition.drawn import drawn_plate, encoded

ROOT = Path(__file__).resolve().parents[2]


def seen(plate: str, best: str, confidence: float = 0.5, **more: object) -> Outcome:
    given = {"sure": False, "in_ten": best == plate, "found": True, "width": 90.0, **more}
    return Outcome("a.jpg", plate, best, confidence, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("", "", 0),
        ("ABC", "ABC", 0),
        ("ABC", "", 3),
        ("ABC", "AXC", 1),
        ("ABC", "BC", 1),
        ("KITTEN", "SITTING", 3),
    ],
)
def test_edits_are_counted_both_ways(one: str, other: str, count: int) -> None:
    assert edits(one, other) == edits(other, one) == count


def test_folding_takes_alike_characters_as_one() -> None:
    assert scores.folded("5L0DQ1I") == scores.folded("5LODOII") == "5L0D011"


def test_overlap_is_shared_over_joint_area() -> None:
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1.0
    assert overlap((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(50 / 150)
    assert overlap((0, 0, 10, 10), (20, 20, 10, 10)) == 0.0
    assert overlap((0, 0, 0, 0), (0, 0, 0, 0)) == 0.0


def test_a_box_inside_another_is_covered_by_it() -> None:
    assert covered((2, 2, 4, 4), (0, 0, 10, 10)) == covered((0, 0, 10, 10), (2, 2, 4, 4)) == 1.0
    assert covered((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(0.5)


def test_the_interval_is_wilsons() -> None:
    low, high = scores.interval(94, 113)
    assert (low, high) == (pytest.approx(0.7524, abs=5e-4), pytest.approx(0.8898, abs=5e-4))
    assert scores.interval(0, 10)[0] == 0.0
    assert scores.interval(10, 10) == (pytest.approx(0.7225, abs=5e-4), 1.0)
    assert scores.interval(0, 0) == (0.0, 1.0)


def test_precision_is_that_of_the_surest() -> None:
    outcomes = [seen("A", "A", 0.9), seen("A", "B", 0.2), seen("A", "A", 0.8), seen("A", "B", 0.7)]
    assert scores.precision_at(outcomes, 0.5) == 1.0
    assert scores.precision_at(outcomes, 0.75) == pytest.approx(2 / 3)
    assert scores.precision_at(outcomes, 1.0) == 0.5


def test_an_engine_without_confidences_gains_nothing() -> None:
    outcomes = [seen("A", "A", 1.0), seen("A", "B", 1.0)]
    assert scores.precision_at(outcomes, 0.5) == 0.0


def test_character_errors_are_at_most_one_a_picture() -> None:
    assert scores.character_errors([seen("ABCD", "ABCX"), seen("AB", "XYZXYZ")]) == pytest.approx(
        (0.25 + 1) / 2
    )


def test_an_outcome_is_that_of_the_first_plate_and_top_10_that_of_any() -> None:
    photograph = Photograph(Path("a.jpg"), "7ABC123", (0, 0, 100, 50), "us-ca")
    answers = [
        Answer((("20140513", 0.9),), (500, 500, 90, 20), "20140513"),
        Answer((("7A8C123", 0.5), ("7ABC123", 0.4)), (2, 1, 98, 50), "", "us-ca"),
    ]
    outcome = scores.outcome(photograph, answers)
    assert (outcome.best, outcome.confidence, outcome.sure) == ("20140513", 0.9, True)
    assert (outcome.in_ten, outcome.found, outcome.right) == (True, True, False)
    assert outcome.width == 100
    nothing = scores.outcome(photograph, [])
    assert (nothing.best, nothing.confidence, nothing.found, nothing.sure) == ("", 0.0, False, False)


def test_parts_of_the_pictures_are_told_apart() -> None:
    outcomes = [seen("7ABC123", "", width=75.9), seen("ABC1234", "", width=76.0)]
    assert scores.of_california(outcomes) == outcomes[:1]
    assert scores.within(outcomes, 0, 76) == outcomes[:1]
    assert scores.within(outcomes, 76, 100) == outcomes[1:]


@pytest.mark.parametrize(
    ("plate", "best", "guess"),
    [
        ("5L0D951", "5LOD951", "label does not keep 0/O/Q or 1/I apart"),
        ("7ABC123", "7A8C123", "one character: B read as 8"),
        ("7ABC123", "ABC123", "edge character lost"),
        ("7ABC123", "7ABC1231", "edge character added"),
        ("7ABC123", "7AB123", "inner character lost or added"),
        ("7ABC123", "1ABC128", "several characters"),
        ("7ABC123", "DEALER", "something else was read"),
        ("7ABC123", "", "nothing read"),
    ],
)
def test_the_kind_of_a_mistake_is_guessed(plate: str, best: str, guess: str) -> None:
    assert kind(seen(plate, best)) == guess
    assert kind(seen(plate, best, found=False)) == "not found"


def test_what_may_have_led_to_it_is_seen_in_the_picture() -> None:
    flat = np.full((30, 60, 3), 128, np.uint8)
    assert cause(seen("A1", "A2", in_ten=True), flat).conditions == (
        "narrow",
        "low contrast",
        "blurred",
        "right text among the candidates",
    )
    assert cause(seen("A1", "A2"), drawn_plate("7ABC123")).conditions == ()


def test_a_general_readers_lines_are_sifted() -> None:
    corners = [[10, 10], [110, 10], [110, 30], [10, 30]]
    lines = [(corners, "DEALER", 0.99), (corners, "7abc-123", 0.8), (corners, "CALIFORNIA", 0.9)]
    assert [answer.given for answer in plates_among(lines)] == ["7ABC123", "DEALER"]
    assert plates_among(lines)[0].box == pytest.approx((5.0, 0.0, 110.0, 40.0))


def test_a_line_of_alpr_is_understood() -> None:
    corners = [{"x": 1, "y": 2}, {"x": 11, "y": 2}, {"x": 11, "y": 7}, {"x": 1, "y": 7}]
    plate = {
        "plate": "7ABC123",
        "region": "ca",
        "coordinates": corners,
        "candidates": [{"plate": "7ABC123", "confidence": 90.0}, {"plate": "7A8C123", "confidence": 80.0}],
    }
    (answer,) = alpr_answers({"results": [plate]})
    assert answer == Answer((("7ABC123", 0.9), ("7A8C123", 0.8)), (1, 2, 10, 5), "7ABC123", "us-ca")


def test_an_answer_survives_the_way_between_processes() -> None:
    answer = Answer((("7ABC123", 0.9),), (1.0, 2.0, 3.0, 4.0), "7ABC123", "us-ca")
    assert Answer.of({**answer.plain(), "texts": [["7ABC123", 0.9]], "box": [1.0, 2.0, 3.0, 4.0]}) == answer
    assert Answer.of(Answer((), None).plain()) == Answer((), None)


def test_labels_may_lack_box_and_state(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,plate,x,y,w,h,state\na.jpg,A1,1,2,3,4,\nb.jpg,B2,,,,,CA\n")
    assert list(photographs(tmp_path)) == [
        Photograph(tmp_path / "a.jpg", "A1", (1.0, 2.0, 3.0, 4.0), ""),
        Photograph(tmp_path / "b.jpg", "B2", None, "us-ca"),
    ]


def run_of(*outcomes: Outcome, engine: str = "tiny", seconds: float = 1.0) -> Run:
    return Run(engine, outcomes, seconds, megabytes=100.0, cold=0.25)


def test_figures_are_ratios_to_the_first_engine() -> None:
    first = run_of(seen("7ABC123", "7ABC123", state="us-ca", region="us-ca"), seen("B0", "BO"), seconds=0.5)
    wrong = seen("7ABC123", "7ABC128", state="us-ca")
    second = run_of(wrong, seen("B0", "B0"), engine="other", seconds=2.0)
    told, other = figures(first, first), figures(second, first)
    assert (told["top_1"], told["folded"], told["images_per_second"]) == (0.5, 1.0, 4.0)
    assert told["california"] == {"pictures": 1, "top_1": 1.0}
    assert told["states"] == {"pictures": 1, "told": 1.0, "right_of_told": 1.0}
    assert (other["speed_ratio"], other["memory_ratio"]) == (0.25, 1.0)
    assert other["widths"]["76-100"] == {"pictures": 2, "top_1": 0.5}
    lines = table([told, other]).splitlines()
    assert [line.split()[0] for line in lines if line] == ["engine", "tiny", "other"] * 3
    assert len({len(line) for line in lines[:3]}) == 1


def test_failures_are_written_to_be_looked_at(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.jpg"), drawn_plate("7ABC123"))
    photograph = Photograph(tmp_path / "a.jpg", "7ABC123", (0, 0, 1200, 600))
    wrong = seen("7ABC123", "7A8<123", texts=(("7A8<123", 0.5),))
    write([run_of(wrong, seen("B2", "B2"))], [photograph, photograph], tmp_path / "failures")
    page = (tmp_path / "failures" / "tiny.html").read_text()
    assert "1 of 2 read wrongly" in page
    assert "7A8&lt;123" in page
    assert cv2.imread(str(tmp_path / "failures" / "tiny" / "a.jpg")).shape[1] == 480
    assert 'href="tiny.html"' in (tmp_path / "failures" / "index.html").read_text()


def test_the_command_measures_an_engine_on_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(encoded(cv2.resize(drawn_plate("7ABC123"), (400, 200))))
    (tmp_path / "labels.csv").write_text("file,plate,x,y,w,h,state\na.png,7ABC123,,,,,ca\n")
    command = [sys.executable, "bench/recognition.py", str(tmp_path), "--crops", "--engine", "tesseract"]
    answer = subprocess.run(
        [*command, "--cold", "1", "--json", str(tmp_path / "out.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.splitlines()[1].split()[:2] == ["tesseract", "1.000"]
    assert (tmp_path / "out.json").read_text().count('"best": "7ABC123"') == 1
