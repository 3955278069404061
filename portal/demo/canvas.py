"""A surface to draw scenes on: shaded, soft-cornered shapes in picture coordinates, drawn at twice the size."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]
"""Blue, green, red, 0-255: the order OpenCV works in."""
Points = Sequence[tuple[float, float]]

OVERSAMPLING = 2  # drawn larger and averaged down, so that every edge is smooth


class Canvas:
    """`width` x `height` picture pixels; all coordinates and sizes below are picture pixels."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Image = np.zeros((height * OVERSAMPLING, width * OVERSAMPLING, 3), np.uint8)

    def shape(
        self,
        points: Points,
        top: Colour,
        bottom: Colour | None = None,
        *,
        round_by: float = 0,
        opacity: float = 1,
    ) -> None:
        """A polygon shaded from `top` to `bottom`, its corners rounded by about `round_by`."""
        corners = _scaled(points)
        window, origin = self._window(corners, margin=2 + round(3 * round_by))
        if not window.size:
            return  # wholly outside the picture
        mask = np.zeros(window.shape[:2], np.uint8)
        cv2.fillPoly(mask, [(corners - origin).astype(np.int32)], 255, cv2.LINE_AA)
        _paint(window, _rounded(mask, round_by) * np.float32(opacity / 255), top, bottom or top)

    def shade(
        self, centre: tuple[float, float], radii: tuple[float, float], colour: Colour, opacity: float
    ) -> None:
        """A soft ellipse: a shadow or a glow that fades to nothing at its rim."""
        middle, reach = _scaled([centre])[0], _scaled([radii])[0]
        window, origin = self._window(np.array([middle - reach, middle + reach]), margin=0)
        if not window.size:
            return  # wholly outside the picture
        rows, columns = np.ogrid[: window.shape[0], : window.shape[1]]
        across = (columns + origin[0] - middle[0]) / reach[0]
        down = (rows + origin[1] - middle[1]) / reach[1]
        fall = np.clip(1 - across**2 - down**2, 0, 1)
        _paint(window, (fall * fall * (3 - 2 * fall) * opacity).astype(np.float32), colour, colour)

    def lay(self, picture: Image, corners: Points) -> None:
        """Put a flat picture onto the scene so that its corners, clockwise from top left, fall on these points."""
        height, width = picture.shape[:2]
        target = _scaled(corners)
        window, origin = self._window(target, margin=2)
        source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        onto = cv2.getPerspectiveTransform(source, (target - origin).astype(np.float32))
        size = (window.shape[1], window.shape[0])
        cover = cv2.warpPerspective(np.full((height, width), 255, np.uint8), onto, size)
        laid = cv2.warpPerspective(picture, onto, size, borderMode=cv2.BORDER_REPLICATE)
        _blend(window, cover * np.float32(1 / 255), np.asarray(laid, np.uint8))

    def dim(self, factors: tuple[float, float, float]) -> None:
        """Darken everything drawn so far by a factor each for blue, green and red."""
        self.pixels[:] = np.round(self.pixels * np.array(factors, np.float32))

    def finished(self) -> Image:
        """The scene at picture size."""
        height, width = self.pixels.shape[:2]
        return np.asarray(
            cv2.resize(
                self.pixels, (width // OVERSAMPLING, height // OVERSAMPLING), interpolation=cv2.INTER_AREA
            ),
            np.uint8,
        )

    def _window(self, points: NDArray[np.float32], margin: int) -> tuple[Image, NDArray[np.int32]]:
        """The part of the surface around these points (a view) and the place of its upper left corner."""
        low = np.maximum(np.floor(points.min(axis=0)) - margin, 0).astype(np.int32)
        high = np.maximum(np.ceil(points.max(axis=0)) + margin + 1, low).astype(np.int32)
        return self.pixels[low[1] : high[1], low[0] : high[0]], low


def _scaled(points: Points) -> NDArray[np.float32]:
    return np.array(points, np.float32) * OVERSAMPLING


def _paint(window: Image, alpha: NDArray[np.float32], top: Colour, bottom: Colour) -> None:
    ramp = np.linspace(top, bottom, window.shape[0]).round().astype(np.uint8)[:, None, :]
    _blend(window, alpha, np.broadcast_to(ramp, window.shape))


def _blend(window: Image, alpha: NDArray[np.float32], over: Image) -> None:
    over, under = np.ascontiguousarray(over), np.ascontiguousarray(window)
    window[:] = cv2.blendLinear(over, under, alpha, 1 - alpha)


def _rounded(mask: Image, radius: float) -> Image:
    """Blur and sharpen again: straight edges come back where they were, corners come back round."""
    if not radius:
        return mask
    reach = round(radius * OVERSAMPLING)
    soft = cv2.stackBlur(mask, (2 * reach + 1, 2 * reach + 1)).astype(np.float32)
    return np.asarray(np.clip((soft - 127.5) * reach + 127.5, 0, 255), np.uint8)
