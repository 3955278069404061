"""Decodes what it is sent in a process of its own, which ten seconds of one decoding kill.

Asked by `Sandbox`: four bytes of length and the bytes; answered by a line of JSON.
"""

import json
import resource
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SECONDS = 10
MOST_MEMORY = 512  # MB
SAFETY = 4 << 30  # bytes of address space: what goes wrong here shall not take the machine with it


class Sandbox:
    """The parent's side. `most_memory` is what the process held at most so far, in MB."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.recognition.sandbox"]
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self.most_memory = 0
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.communicate()

    def decode(self, data: bytes) -> dict[str, Any]:
        """`size` of the picture, or `refused` with the sentence, or `raised` for any other exception."""
        self.process.stdin.write(len(data).to_bytes(4, "big") + data)
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, f"decoding ended the process: {self.process.wait()}"
        answer = json.loads(line)
        self.most_memory = answer.pop("memory")
        return answer


def answer(data: bytes) -> dict[str, Any]:
    from recognition import EVERY, UnreadableImage, decode

    try:
        return {"size": decode(data, EVERY).shape[1::-1]}
    except UnreadableImage as refusal:
        return {"refused": str(refusal)}
    except BaseException as error:
        return {"raised": repr(error)}


def most_memory() -> int:
    """MB held at most; `getrusage` would count what the parent held when it started this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def serve() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (SAFETY, SAFETY))
    while head := sys.stdin.buffer.read(4):
        data = sys.stdin.buffer.read(int.from_bytes(head, "big"))
        signal.setitimer(
            signal.ITIMER_PROF, SECONDS
        )  # of the processor, so that a busy machine kills nothing
        result = answer(data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        result["memory"] = most_memory()
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    serve()
