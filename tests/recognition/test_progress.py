"""Progress is one changing line on a terminal, a line now and then in a log, and nothing when it is not wanted."""

import sys

import pytest

from recognition.command import progress
from recognition.command.progress import CLEAR, Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have passed, to be set."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def steps(clock: list[float], count: int, total: int, quiet: bool = False) -> None:
    """So many files of 20 seconds each, the second of which fails."""
    with Progress(total, quiet) as shown:
        for number in range(count):
            clock[0] += 20
            shown.step(failed=number == 1)


def test_a_log_gets_a_line_now_and_then(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    steps(clock, count=4, total=10)
    assert capsys.readouterr().err.splitlines() == [
        "2 of 10 files, 1 could not be read, 0.1 a second, 2:40 left",
        "4 of 10 files, 1 could not be read, 0.1 a second, 2:00 left",
    ]


def test_a_terminal_shows_one_line_that_is_cleared(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    steps(clock, count=2, total=3)
    shown = capsys.readouterr().err
    assert shown.split(CLEAR)[1:] == [
        "1 of 3 files, 0.1 a second, 0:40 left",
        "2 of 3 files, 1 could not be read, 0.1 a second, 0:20 left",
        "",
    ]


@pytest.mark.parametrize(("total", "quiet"), [(10, True), (1, False)])
def test_nothing_is_shown_unasked(
    total: int, quiet: bool, clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    steps(clock, count=total, total=total, quiet=quiet)
    assert capsys.readouterr().err == ""
