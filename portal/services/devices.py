"""The register of readers."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.ledger import Action
from portal.models import Device
from portal.services.work import Work

UPLOAD_DESK = "Upload desk"


@dataclass(frozen=True)
class NewDevice:
    name: str
    source: str
    location: str = ""
    latitude: float | None = None
    longitude: float | None = None


def add(work: Work, new: NewDevice) -> Device:
    """Puts a reader in service under the next number. Raises `KeyError` for a source the profile does not have."""
    work.profile.retention.sources[new.source]
    last = work.session.scalar(select(func.max(Device.number))) or 0
    device = Device(
        number=last + 1,
        name=new.name,
        source=new.source,
        location=new.location,
        latitude=new.latitude,
        longitude=new.longitude,
    )
    work.session.add(device)
    work.session.flush()
    work.record(Action.DEVICE_ADDED, device)
    return device


def in_service(session: Session) -> list[Device]:
    return list(session.scalars(select(Device).where(Device.in_service).order_by(Device.number)))


def find(session: Session, name: str) -> Device | None:
    """The reader of this name or number."""
    query = select(Device).where(Device.in_service)
    if name.isdigit():
        return session.scalars(query.where(Device.number == int(name))).one_or_none()
    return session.scalars(query.where(Device.name == name)).one_or_none()


def names(session: Session) -> dict[int, Device]:
    return {device.number: device for device in session.scalars(select(Device))}
