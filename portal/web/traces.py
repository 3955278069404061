"""Where an error arose, for the log: kinds and places, never messages, since those may hold plates."""

import traceback


def places(error: BaseException) -> str:
    """The error and what led to it, the last first, each with the lines of code it came through."""
    told: list[str] = []
    following: BaseException | None = error
    while following is not None:
        told += [f"{type(following).__name__}\n", *traceback.format_tb(following.__traceback__)]
        following = earlier(following)
    return "".join(told).rstrip()


def earlier(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)
