"""No governed change without its ledger entry."""

import pytest
from flask import Flask
from sqlalchemy import insert

from portal.ledger import Action, UnexplainedChange
from portal.models import Device, LedgerRow
from portal.web.system_work import open_work, system_actor


def new_device() -> Device:
    return Device(number=1, name="Gate", source="server", location="", in_service=True)


def test_a_change_without_an_entry_cannot_commit(app: Flask) -> None:
    with pytest.raises(UnexplainedChange, match="device"), open_work(app, system_actor("test")) as work:
        work.session.add(new_device())


def test_a_change_and_its_entry_commit_together(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        device = new_device()
        work.session.add(device)
        work.record(Action.DEVICE_ADDED, device)

    with open_work(app, system_actor("test")) as work:
        row = work.session.query(LedgerRow).order_by(LedgerRow.seq.desc()).first()
        assert (row.action, row.subject_type) == ("device.added", "device")
        assert row.changes[f"device/{row.subject_id}"]["name"] == [None, "Gate"]


def test_a_bulk_write_on_a_governed_table_is_refused(app: Flask) -> None:
    with pytest.raises(UnexplainedChange, match="bulk"), open_work(app, system_actor("test")) as work:
        work.session.execute(
            insert(Device).values(id="1", number=1, name="Gate", source="server", location="")
        )
