"""Time as the suite sets it."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 2, 17, 0, tzinfo=UTC)


class Clock:
    """The application's clock, standing still until a test moves it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **duration: float) -> datetime:
        self.now += timedelta(**duration)
        return self.now
