"""No governed change without its ledger entry."""

import pytest
from flask import Flask
from sqlalchemy import insert, select

from portal.ledger import Action, UnexplainedChange
from portal.models import Device, LedgerRow
from portal.web.system_work import open_work, system_actor

DEVICE = "d" * 32


def new_device() -> Device:
    return Device(id=DEVICE, number=1, name="Gate", source="server", location="", in_service=True)


@pytest.mark.control("log.access")
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


def test_the_first_old_value_is_kept_over_several_flushes(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        device = new_device()
        work.session.add(device)
        work.record(Action.DEVICE_ADDED, device)
    with open_work(app, system_actor("test")) as work:
        device = work.session.get_one(Device, DEVICE)
        for name in ("Bridge", "Depot"):
            device.name = name
            work.session.flush()
        work.record(Action.DEVICE_ADDED, device)

    assert newest_changes(app) == {f"device/{DEVICE}": {"name": ["Gate", "Depot"]}}


def test_a_deleted_row_tells_what_it_held(app: Flask) -> None:
    with open_work(app, system_actor("test")) as work:
        device = new_device()
        work.session.add(device)
        work.record(Action.DEVICE_ADDED, device)
    with open_work(app, system_actor("test")) as work:
        device = work.session.get_one(Device, DEVICE)
        work.session.delete(device)
        work.record(Action.DEVICE_ADDED, device)

    assert newest_changes(app)[f"device/{DEVICE}"]["name"] == ["Gate", None]


def newest_changes(app: Flask) -> dict[str, dict[str, list[object]]]:
    with open_work(app, system_actor("test")) as work:
        newest = work.session.scalars(select(LedgerRow).order_by(LedgerRow.seq.desc()).limit(1)).one()
        return newest.changes
