"""What the invented people sign in with, kept beside the instance: `demo-accounts.json`, for its owner alone to read.

The file is written last, so that it also says that the demonstration is loaded.
"""

import json
from pathlib import Path
from typing import Any

from portal.storage.durable import write_durably

FILE = "demo-accounts.json"

Account = dict[str, Any]


def keep(folder: Path, accounts: list[Account]) -> None:
    write_durably(folder / FILE, f"{json.dumps(accounts, indent=1)}\n".encode())


def kept(folder: Path) -> list[Account]:
    """Raises `FileNotFoundError` before the demonstration is loaded."""
    accounts: list[Account] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return accounts
