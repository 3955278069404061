"""The net that reads: a plate of 128 x 40 grey levels in, at each of 32 places along it a character or none out."""

from torch import Tensor, nn

from recognition.tiny.beam import ALPHABET, NUMBERS

CLASSES = 1 + len(ALPHABET)
PLACES = 32  # along the plate: four pixels of the input each


def encoded(text: str) -> list[int]:
    return [NUMBERS[char] for char in text]


class ReaderNet(nn.Module):
    """N x 1 x 40 x 128 (mean 0, spread 1) to N x 37 x 32 weights; class 0 is no character.

    Strides come early, so that most of the work is done on few pixels; the rows are folded into one by a convolution
    that keeps their order, since what is above and below the characters differs.
    """

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            _step(1, width, (3, 3), (2, 2)),
            _step(width, 2 * width, (3, 3), (2, 2)),
            _Residual(2 * width, (3, 3)),
            _step(2 * width, 3 * width, (3, 3), (2, 1)),
            _Residual(3 * width, (3, 3)),
            _step(3 * width, 4 * width, (3, 3), (2, 1)),
            _Residual(4 * width, (3, 3)),
            nn.Conv2d(4 * width, 8 * width, (3, 1), bias=False),
            nn.BatchNorm2d(8 * width),
            nn.ReLU(),
            _Residual(8 * width, (1, 3)),
            _Residual(8 * width, (1, 5)),
            nn.Dropout(0.1),
            nn.Conv2d(8 * width, CLASSES, 1),
        )

    def forward(self, plates: Tensor) -> Tensor:
        scores: Tensor = self.layers(plates)
        return scores[:, :, 0]


class _Residual(nn.Module):
    def __init__(self, channels: int, kernel: tuple[int, int]) -> None:
        super().__init__()
        self.change = _step(channels, channels, kernel, (1, 1))

    def forward(self, seen: Tensor) -> Tensor:
        changed: Tensor = self.change(seen)
        return seen + changed


def _step(coming: int, going: int, kernel: tuple[int, int], stride: tuple[int, int]) -> nn.Sequential:
    padding = (kernel[0] // 2, kernel[1] // 2)
    return nn.Sequential(
        nn.Conv2d(coming, going, kernel, stride, padding, bias=False), nn.BatchNorm2d(going), nn.ReLU()
    )
