"""Items are worked on in several processes, answered in order, and one that kills its process costs no other."""

import os
import signal
import time
from pathlib import Path

import pytest

from recognition.command.workers import InOrder


def nothing() -> None:
    """How a process begins that needs no preparation."""


def square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def deadly(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return square(number)


def unlucky(mark: Path) -> str:
    """Dies the first time it is tried."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def refusing(number: int) -> int:
    raise ValueError(f"not {number}")


def process(_: int) -> int:
    return os.getpid()


def test_answers_come_in_the_order_of_the_items() -> None:
    assert list(InOrder(square, 2, nothing).answers(range(9))) == [number * number for number in range(9)]


def test_the_item_that_kills_its_process_is_named_and_the_rest_is_done() -> None:
    answers = list(InOrder(deadly, 2, nothing).answers(range(8)))
    assert answers == [0, 1, 4, None, 16, 25, 36, 49]


def test_an_item_whose_process_was_killed_once_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    assert list(InOrder(unlucky, 1, nothing).answers([tmp_path / "a", tmp_path / "b"])) == ["a", "b"]


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="not 5"):
        list(InOrder(refusing, 1, nothing).answers([5]))


def test_the_work_is_done_in_other_processes_which_end_with_it() -> None:
    answers = InOrder(process, 1, nothing).answers(range(50))
    worker = next(answers)
    answers.close()
    assert worker not in (None, os.getpid())
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
