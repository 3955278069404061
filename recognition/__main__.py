"""python -m recognition [--json] [--engine NAME] PATH...: reads the plates in pictures, films and folders of them."""

import sys
from collections.abc import Sequence

from recognition.command.options import options
from recognition.command.run import run


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every file was read, 1 when one could not be, 130 when it was stopped; wrong usage exits with 2."""
    return run(options(sys.argv[1:] if arguments is None else arguments))


if __name__ == "__main__":
    sys.exit(main())
