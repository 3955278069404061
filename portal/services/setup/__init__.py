"""Set-up: founding an installation, the questions its text leaves open, and whether it is ready to go live."""

from portal.services.setup.answering import (
    answer,
    answer_all,
    answered_profile,
    answers,
    effective_profile,
    invented,
)
from portal.services.setup.founding import (
    WrongInstallation,
    check_installation,
    check_same,
    found,
    installation,
)

__all__ = [
    "WrongInstallation",
    "answer",
    "answer_all",
    "answered_profile",
    "answers",
    "check_installation",
    "check_same",
    "effective_profile",
    "found",
    "installation",
    "invented",
]
