"""Who sits at the screens of these stories; the fixtures themselves are the whole suite's (`tests/screens.py`)."""

from tests.screens import Person

__all__ = ["Person"]
