"""Puts a trained net where recognition runs it from, and its SHA-256 into the list that is checked when it is loaded.

python -m recognition.training.release recognition/training/made/detector.onnx
"""

import argparse
import hashlib
import shutil
from pathlib import Path

from recognition.tiny.weights import MODELS, SUMS


def release(trained: Path, folder: Path = MODELS) -> None:
    """Copies the ONNX file, under its own name, and lists every model of the folder anew."""
    folder.mkdir(exist_ok=True)
    shutil.copyfile(trained, folder / trained.name)
    lines = [
        f"{hashlib.sha256(model.read_bytes()).hexdigest()}  {model.name}\n"
        for model in sorted(folder.glob("*.onnx"))
    ]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trained", type=Path, help="an ONNX file; its name is the model's")
    release(parser.parse_args().trained)


if __name__ == "__main__":
    main()
