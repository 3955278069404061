"""How a rule says no."""


class RuleBroken(Exception):
    """An act that may not happen now.

    `code` is for tests and the ledger, `message` for people, `section` its source, `field` the part of a form it is
    about.
    """

    def __init__(self, code: str, message: str, section: str = "", field: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.message = message
        self.section = section
