"""`flask policy simulate`: what a set of law would change here, as text and as JSON."""

import json
from datetime import timedelta

from flask import Flask

from tests.clock import START
from tests.services.reads_on_file import receive


def test_each_simulation_is_told_with_its_numbers(app: Flask) -> None:
    receive(app, START - timedelta(days=61), "7ABC123")
    done = app.test_cli_runner().invoke(args=["policy", "simulate"])
    assert done.exit_code == 0
    assert "vetoed on 1 October 2025" in done.output
    assert "1 of 1 reads on file were received more than 60 days ago" in done.output
    assert "7ABC123" not in done.output


def test_json_tells_every_measure(app: Flask) -> None:
    receive(app, START - timedelta(days=61), "7ABC123")
    (found,) = json.loads(app.test_cli_runner().invoke(args=["policy", "simulate", "--json"]).output)
    assert (found["key"], len(found["measures"])) == ("sb274-style", 2)
    cap, case = found["measures"]
    assert (cap["counts"], cap["count"], cap["total"]) == ("reads-over-retained", 1, 1)
    assert (case["counts"], case["count"], case["total"]) == ("searches-without-case-number", 0, 0)
    assert cap["policy"]


def test_one_set_is_chosen_by_its_key(app: Flask) -> None:
    runner = app.test_cli_runner()
    in_force = runner.invoke(args=["policy", "simulate", "2016-sb34"])
    assert "Nothing in it can be counted." in in_force.output
    unknown = runner.invoke(args=["policy", "simulate", "sb-1"])
    assert unknown.exit_code == 2
    assert "There is no set “sb-1”. The sets are: 2016-sb34, sb274-style." in unknown.output
