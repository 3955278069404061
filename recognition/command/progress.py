"""How far it is, on stderr."""

import sys
import time
from types import TracebackType
from typing import Self

EVERY = 30.0  # seconds between lines where nobody watches
SMOOTH = 0.2  # seconds between changes on a terminal
CLEAR = "\r\x1b[K"


class Progress:
    """Counts files. A terminal shows one line that changes; a log gets a line every half minute."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total, self.shown = total, not quiet and total > 1
        self.live = self.shown and sys.stderr.isatty()
        self.done = self.failed = 0
        self.started = self.told = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._clear()

    def step(self, failed: bool) -> None:
        """One more file is done."""
        self.done += 1
        self.failed += failed
        now = time.monotonic()
        if self.shown and self.done < self.total and now - self.told >= (SMOOTH if self.live else EVERY):
            self.told = now
            self._clear()
            print(self._line(now), end="" if self.live else "\n", file=sys.stderr, flush=True)

    def say(self, line: str) -> None:
        """A line that stays, whether progress is shown or not."""
        self._clear()
        print(line, file=sys.stderr, flush=True)

    def make_room(self) -> None:
        """Before something is printed that may come out on the same terminal."""
        if sys.stdout.isatty():
            self._clear()

    def _clear(self) -> None:
        if self.live:
            print(CLEAR, end="", file=sys.stderr, flush=True)

    def _line(self, now: float) -> str:
        speed = self.done / max(now - self.started, 1e-6)
        left = int((self.total - self.done) / speed)
        failed = f", {self.failed} could not be read" if self.failed else ""
        return f"{self.done} of {self.total} files{failed}, {speed:.1f} a second, {left // 60}:{left % 60:02} left"
