"""`flask training`: the list, and one person's training put on file."""

import json

from tests.office import Office
from tests.services.doing import on_record


def test_the_list_tells_everybody_and_a_record_changes_it(office: Office) -> None:
    office.hire("sergeant", user_name="sam.sergeant", trained=False)
    run = office.app.test_cli_runner().invoke

    (before,) = json.loads(run(args=["training", "list", "--json"]).output)
    assert (before["state"], before["opens_plate_data"]) == ("untrained", False)
    assert run(args=["training", "record", "sam.sergeant", "--on", "2026-11-01"]).exit_code == 0
    (after,) = json.loads(run(args=["training", "list", "--json"]).output)
    assert (after["state"], after["completed_on"], after["until"]) == ("trained", "2026-11-01", None)
    assert "Sam Sergeant" in run(args=["training", "list"]).output
    (row,) = on_record(office, "training.recorded")
    assert row.user_name == "system:training record"


def test_a_record_is_refused_in_one_sentence(office: Office) -> None:
    office.hire("sergeant", user_name="sam.sergeant", trained=False)
    run = office.app.test_cli_runner().invoke
    refusals = [
        run(args=["training", "record", name, "--on", day])
        for name, day in (
            ("nobody", "2026-11-01"),
            ("sam.sergeant", "2026-12-01"),
            ("sam.sergeant", "2001-01-01"),
        )
    ]

    assert [each.exit_code for each in refusals] == [2, 2, 2]
    assert ["Traceback" in each.output for each in refusals] == [False] * 3
    assert on_record(office, "training.recorded") == []
