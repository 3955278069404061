"""Recognition runs with its own requirements alone."""

import re
import subprocess
import sys
from pathlib import Path

import recognition
from tests.recognition.drawn import encoded, scene

ROOT = Path(__file__).resolve().parents[2]
NEEDS_TESSERACT = "tesseract" in recognition.DEFAULT
"""While the engine that is taken unasked is Tesseract's, it needs its program's wrapper, and that needs Pillow."""

REFUSED = {"flask", "sqlalchemy", "pydantic", "torch", "onnx", "fontTools", "portal", "tests"} | (
    set() if NEEDS_TESSERACT else {"PIL", "pytesseract"}
)
ALONE = f"""
import runpy, sys

class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {sorted(REFUSED)!r}:
            raise ModuleNotFoundError(f"{{name}} is not among the requirements of recognition", name=name)

sys.meta_path.insert(0, Refusing())
runpy.run_module("recognition", run_name="__main__", alter_sys=True)
"""


def test_the_command_reads_with_its_own_requirements(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(encoded(scene("7ABC123")))
    command = [sys.executable, "-c", ALONE, str(tmp_path / "a.png")]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "7ABC123" in answer.stdout


def test_the_requirements_are_the_portals() -> None:
    own = requirements(ROOT / "recognition" / "requirements.txt")
    assert {re.split("==", line)[0] for line in own} == {"numpy", "opencv-python", "pytesseract"}
    assert own <= requirements(ROOT / "requirements.in")


def requirements(file: Path) -> set[str]:
    return {line for line in file.read_text().splitlines() if line and not line.startswith("#")}
