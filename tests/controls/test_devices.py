"""A register without a single reader in service fails."""

from sqlalchemy import update

from portal.models import Device
from tests.controls.behind import behind, look
from tests.office import Office
from tests.promises.furnished import Furnished


def test_a_register_without_a_reader_in_service(office: Office, clean: Furnished) -> None:
    assert look(office, "devices.register").text == "Readers in service, each in the register: 1."

    with behind(office) as connection:
        connection.execute(update(Device.__table__).values(in_service=False))

    assert look(office, "devices.register").status == "fail"
