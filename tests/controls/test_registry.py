"""The registry as a whole: what is registered, and what a well-kept instance shows."""

from collections import Counter

import pytest
from flask import Flask

from portal.controls import CONTROLS, registry
from portal.controls.control import Evidence, judge, waiting
from tests.controls.behind import look
from tests.office import Office
from tests.promises.furnished import Furnished

NOT_ASKED = {"search.suspicion", "training.expires", "log.criminal-history"}
"""Built, but no part of this agency's policy."""


def test_a_key_cannot_be_registered_twice() -> None:
    control = waiting("a.b", "duty", "Does it.", "audits")
    assert registry([[control]]) == {"a.b": control}

    with pytest.raises(ValueError, match=r"a\.b"):
        registry([[control], [control]])


def test_every_control_passes_where_every_duty_is_done(office: Office, clean: Furnished) -> None:
    stands = {key: look(office, key) for key in CONTROLS}

    assert {key: found.text for key, found in stands.items() if found.status in ("fail", "unanswered")} == {}
    off = {key for key, found in stands.items() if found.status == "off"}
    assert off == NOT_ASKED | {key for key, control in CONTROLS.items() if control.room}
    assert all(found.offenders == () and found.count == 0 for found in stands.values())


def test_an_instance_without_a_single_act_breaks_no_enforced_rule(app: Flask, office: Office) -> None:
    """What fails in it are duties nobody has done yet, and the text that nobody published."""
    stands = {key: look(office, key) for key, control in CONTROLS.items() if control.kind == "enforced"}

    assert {key for key, found in stands.items() if found.status == "fail"} == {
        "publish.posted",
        "retention.purge",  # nobody has the authority to destroy
    }
    assert "none on file yet" in stands["search.purpose"].text


def test_the_first_offenders_are_named_and_all_are_counted() -> None:
    assert judge([], "Kept.", "Broken.") == Evidence("pass", "Kept.")

    found = judge([str(number) for number in range(9)], "Kept.", "Broken.")
    assert (found.status, found.text, found.count) == ("fail", "Broken.", 9)
    assert found.offenders == ("0", "1", "2", "3", "4")


def test_statements_bind_nobody_and_duties_and_rules_are_told_apart() -> None:
    assert Counter(control.kind for control in CONTROLS.values())["statement"] == 4
