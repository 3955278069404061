"""How a rule says no."""


class RuleBroken(Exception):
    """An act that may not happen now.

    `code` is for tests and the ledger, `message` for people, `section` its source.
    """

    def __init__(self, code: str, message: str, section: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.section = section
