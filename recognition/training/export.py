"""From the reader's trained weights to an ONNX file beside them, which `release` puts where it is run from.

python -m recognition.training.export recognition/training/made/reader.pt
python -m recognition.training.release recognition/training/made/reader.onnx
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from recognition.tiny.crops import NET_TALL, NET_WIDE
from recognition.training.reader_net import ReaderNet

OPSET = 12  # what OpenCV's importer knows whole


class _WholeAnswer(nn.Module):
    """The net with its answer in four dimensions, N x 37 x 1 x 32: OpenCV needs no reshaping for it."""

    def __init__(self, net: ReaderNet) -> None:
        super().__init__()
        self.layers = net.layers

    def forward(self, plates: Tensor) -> Tensor:
        scores: Tensor = self.layers(plates)
        return scores


def export_reader(weights: Path, model: Path) -> None:
    """Writes the reader of `weights` to `model`; a batch may have any number of plates."""
    net = ReaderNet()
    net.load_state_dict(torch.load(weights, weights_only=True))
    torch.onnx.export(
        _WholeAnswer(net).eval(),
        (torch.zeros(1, 1, NET_TALL, NET_WIDE),),
        str(model),
        opset_version=OPSET,
        input_names=["plates"],
        output_names=["scores"],
        dynamic_axes={"plates": {0: "count"}, "scores": {0: "count"}},
        dynamo=False,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Writes the ONNX file of trained weights.")
    parser.add_argument("weights", type=Path)
    weights = parser.parse_args(arguments).weights
    export_reader(weights, weights.with_suffix(".onnx"))


if __name__ == "__main__":
    main()
