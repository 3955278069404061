"""The street behind the car: sky, far trees, houses, road, lane line and kerb."""

import random

from portal.demo.canvas import Canvas, Points

_WIDTH, _HEIGHT = 1280, 720
_HORIZON = 232


def draw_street(canvas: Canvas, rng: random.Random) -> None:
    canvas.shape(_box(0, 0, _WIDTH, _HORIZON + 8), (226, 182, 138), (238, 226, 214))
    _hills(canvas, rng)
    _houses(canvas, rng)
    canvas.shape(_box(0, _HORIZON, _WIDTH, _HEIGHT), (132, 128, 124), (88, 85, 82))
    _roadside(canvas)


def _hills(canvas: Canvas, rng: random.Random) -> None:
    ridge = [(place * 80, _HORIZON - 60 - rng.uniform(0, 42)) for place in range(17)]
    canvas.shape(
        [(0, _HORIZON + 4), *ridge, (_WIDTH, _HORIZON + 4)], (168, 150, 132), (150, 146, 136), round_by=14
    )


def _houses(canvas: Canvas, rng: random.Random) -> None:
    """A row of house fronts and trees at the end of the street."""
    left = -40.0
    while left < _WIDTH:
        width, height = rng.uniform(90, 190), rng.uniform(44, 92)
        tone = rng.randint(150, 205)
        canvas.shape(
            _box(left, _HORIZON - height, left + width, _HORIZON + 4),
            (tone - 24, tone - 8, tone),
            (tone - 44, tone - 28, tone - 20),
        )
        canvas.shape(_box(left - 5, _HORIZON - height - 9, left + width + 5, _HORIZON - height), (70, 76, 96))
        crown = (left + width + rng.uniform(2, 26), _HORIZON - rng.uniform(28, 52))
        canvas.shade(crown, (rng.uniform(34, 56), rng.uniform(40, 58)), (52, 88, 62), 0.95)
        left += width + rng.uniform(14, 70)


def _roadside(canvas: Canvas) -> None:
    """Pavement and kerb to the right, a dashed line to the left, both running to one vanishing point."""
    canvas.shape([(770, _HORIZON), (_WIDTH, 520), (_WIDTH, _HORIZON)], (176, 178, 180), (158, 160, 162))
    canvas.shape(
        [(766, _HORIZON), (770, _HORIZON), (_WIDTH, 520), (_WIDTH, 548)], (206, 208, 210), (186, 188, 190)
    )
    for near, far in ((0.98, 0.72), (0.6, 0.44), (0.36, 0.26), (0.2, 0.14)):
        canvas.shape(
            [_left_line(far, -1), _left_line(far, 1), _left_line(near, 1), _left_line(near, -1)],
            (200, 214, 218),
        )


def _left_line(nearness: float, side: int) -> tuple[float, float]:
    """A point on the lane line; nearness 0 is the vanishing point, 1 the lower edge of the picture."""
    return (620 - 560 * nearness + side * 9 * nearness, _HORIZON + (_HEIGHT - _HORIZON) * nearness)


def _box(left: float, top: float, right: float, bottom: float) -> Points:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
