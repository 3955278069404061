"""The detector's net: fully convolutional, about 170 thousand parameters, answers at an eighth of the picture's size.

Input: N x 1 x H x W, grey, mean 0 and spread 1, H and W multiples of 32. Output: N x 13 x H/8 x W/8:

    0       how much a plate has its centre in this cell, before the logistic function
    1, 2    from the middle of the cell to the plate's centre, in cells
    3, 4    width / 32 and height / 16 of the upright box around it, as natural logarithms
    5-12    x and y of the four corners from that centre, in half widths and half heights of that box

Only convolutions, ReLU and sums are used. The way up is a transposed convolution, two by two: with plain repetition
the four cells of a block would have to tell the same, and no corner would be exact to less than half a cell.
"""

from pathlib import Path

import torch
from torch import Tensor, nn

CHANNELS = 13
STRIDE = 8  # pixels of the input to a cell of the answer
MULTIPLE = 32  # of which both sides of the input are multiples
RARE = -4.0  # first guess of the centre's logit: one cell in fifty


class PlateNet(nn.Module):
    """Three scales down to a 32nd, and back up to an eighth with sums."""

    def __init__(self) -> None:
        super().__init__()
        self.eighth = nn.Sequential(_block(1, 16, 2), _block(16, 24, 2), _block(24, 32, 2), _block(32, 32))
        self.sixteenth = nn.Sequential(_block(32, 48, 2), _block(48, 48))
        self.thirty_second = nn.Sequential(_block(48, 64, 2), _block(64, 64))
        self.lowest, self.low = nn.ConvTranspose2d(64, 48, 2, 2), nn.ConvTranspose2d(48, 32, 2, 2)
        self.middle, self.last = _block(48, 48), _block(32, 32)
        self.head = nn.Conv2d(32, CHANNELS, 1)
        nn.init.zeros_(self.head.bias)
        nn.init.normal_(self.head.weight, std=0.01)
        with torch.no_grad():
            self.head.bias[0] = RARE

    def forward(self, grey: Tensor) -> Tensor:
        """The answer described above."""
        eighth = self.eighth(grey)
        sixteenth = self.sixteenth(eighth)
        wide = self.middle(sixteenth + self.lowest(self.thirty_second(sixteenth)))
        answer: Tensor = self.head(self.last(eighth + self.low(wide)))
        return answer


def _block(before: int, after: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU(inplace=True)
    )


def export(net: PlateNet, path: Path) -> None:
    """Writes the net as ONNX with the batch norms folded into the convolutions."""
    net.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    free = {"picture": {0: "count", 2: "height", 3: "width"}, "plates": {0: "count", 2: "rows", 3: "columns"}}
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, 384, 640),),
        path,
        input_names=["picture"],
        output_names=["plates"],
        dynamic_axes=free,
        opset_version=13,
        dynamo=False,
    )
