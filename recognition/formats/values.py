"""What is known of a picture before it is decoded, and the sentences for what is wrong with one."""

from typing import NamedTuple

from recognition.values import UnreadableImage


class Checked(NamedTuple):
    """Width and height in pixels that the decoder would have to make room for, and the bytes it is to see."""

    width: int
    height: int
    data: bytes


def cut_short() -> UnreadableImage:
    return UnreadableImage("The picture is cut short; send the whole file again.")


def damaged() -> UnreadableImage:
    return UnreadableImage("The picture is damaged; send the original file again.")


def without_size() -> UnreadableImage:
    return UnreadableImage("The picture does not say how large it is; save it again as JPEG or PNG.")


def packed_otherwise(kind: str) -> UnreadableImage:
    return UnreadableImage(
        f"This {kind} picture is stored in a way that is not read; save it as JPEG or PNG and send that."
    )
