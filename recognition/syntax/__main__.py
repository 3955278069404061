"""Writes the reference page of plate syntax:

python -m recognition.syntax > docs/reference/plate-syntax.md
"""

import sys

from recognition.syntax.page import page
from recognition.syntax.states import book

if __name__ == "__main__":
    sys.stdout.write(page(book()))
