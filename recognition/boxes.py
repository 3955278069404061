"""Upright boxes of pixels: left, top, width, height."""

from recognition.values import Corners, Picture

Box = tuple[float, float, float, float]


def upright(corners: Corners) -> Box:
    """The upright box around four corners."""
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def whole(picture: Picture) -> Corners:
    """The corners of the picture itself."""
    height, width = float(picture.shape[0]), float(picture.shape[1])
    return (0.0, 0.0), (width, 0.0), (width, height), (0.0, height)


def overlap(one: Box, other: Box) -> float:
    """Shared area over joint area, 0 to 1; 0 where both are empty."""
    joint = _area(one) + _area(other) - _shared(one, other)
    return _shared(one, other) / joint if joint else 0.0


def covered(one: Box, other: Box) -> float:
    """The share of the smaller box that lies in the other; 0 where it is empty."""
    smaller = min(_area(one), _area(other))
    return _shared(one, other) / smaller if smaller else 0.0


def _area(box: Box) -> float:
    return box[2] * box[3]


def _shared(one: Box, other: Box) -> float:
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
