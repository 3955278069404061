"""The texts the tests read: invented policies of five shapes, and the five real ones where they are at hand."""

from pathlib import Path

HERE = Path(__file__).parent / "texts"
POLICIES = Path(__file__).resolve().parents[5] / "shared" / "policies"

INVENTED = sorted(HERE.iterdir())
REAL = sorted(POLICIES.glob("*-*.txt"))


def name(path: Path) -> str:
    return path.stem


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
