"""The readers: fixed cameras, mobile units, and the upload desk."""

from sqlalchemy import Boolean, Float, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, Governed


class Device(Governed, Base):
    """One reader. `number` is what reads carry; `source` names the retention rule of the profile."""

    __tablename__ = "device"

    number: Mapped[int] = mapped_column(Integer, unique=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    source: Mapped[str] = mapped_column(Text)
    location: Mapped[str] = mapped_column(Text, default="")
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    in_service: Mapped[bool] = mapped_column(Boolean, default=True)
