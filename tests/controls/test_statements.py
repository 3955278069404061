"""What is stated and described, and what stays open where the text is silent."""

import pytest
from sqlalchemy import func, select

from portal.models import LedgerRow
from tests.controls.behind import look
from tests.office import Office
from tests.promises.furnished import Furnished


def test_the_published_lists_are_counted(office: Office, clean: Furnished) -> None:
    assert look(office, "purposes.collection").text == "Purposes listed on the public page: 10."
    assert look(office, "describe.titles").text == (
        "Titles listed on the public page: 12, of them with full access 8."
    )
    assert "Things listed: 4." in look(office, "describe.training").text
    with office.app.extensions["open_reading"]() as session:
        rows = session.scalar(select(func.count()).select_from(LedgerRow))
    kept = look(office, "describe.access-records")
    assert kept.text == f"Entries in the record of accesses and acts: {rows}."


SILENT = {
    "access.titles": "titles",
    "access.limited-tier": "titles",
    "audit.performed": "audited",
    "describe.titles": "titles",
    "posts.administrator": "post",
    "posts.custodian": "post",
    "publish.designee": "post",
    "retention.minimum": "retention",
    "retention.process": "retention",
    "retention.purge": "retention",
    "training.keeper": "post",
}
"""What this agency's text leaves open, and a word of the question."""
NOT_ASKED = {
    "access.clearance": "clearance",
    "dispatch.confirm": "procedure",
    "hotlist.age": "custom",
    "hotlist.approval": "custom",
    "report.annual": "report",
    "training.expires": "lapses",
}


class TestASilentText:
    @pytest.fixture
    def agency(self) -> str:
        return "west-covina"

    def test_what_it_leaves_open_is_unanswered_and_set_up_asks(self, office: Office) -> None:
        stands = {key: look(office, key) for key in SILENT}

        assert {key: found.status for key, found in stands.items()} == dict.fromkeys(SILENT, "unanswered")
        assert [key for key, word in SILENT.items() if word not in stands[key].text] == []
        assert [key for key, found in stands.items() if "et-up asks" not in found.text] == []

    def test_what_it_does_not_ask_for_is_off_and_says_so(self, office: Office) -> None:
        stands = {key: look(office, key) for key in NOT_ASKED}

        assert {key: found.status for key, found in stands.items()} == dict.fromkeys(NOT_ASKED, "off")
        assert [key for key, word in NOT_ASKED.items() if word not in stands[key].text] == []
