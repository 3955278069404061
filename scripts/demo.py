"""Serve the demo instance: load it, then run the web server and the jobs side by side until told to stop.

`./run` starts this once everything is installed. Settings: PLATEBOOK_AGENCY (slug), PLATEBOOK_PORT.
Exit code: 0 after Ctrl-C or TERM; that of the step or the process that failed otherwise.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
FLASK = Path(sys.executable).with_name("flask")
START_SECONDS = 120  # a slow machine may take its time over the first compilation of every module
STOP_SECONDS = 10  # for what is in flight when we stop; then it is killed

Processes = dict[str, subprocess.Popen[bytes]]  # by the command a person would type


def main() -> int:
    """Load and serve; return the exit code."""
    agency = os.environ["PLATEBOOK_AGENCY"]
    port = chosen_port(os.environ["PLATEBOOK_PORT"])
    processes: Processes = {}
    # TERM, and the terminal closing, stop us the way Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        prepare(processes, agency)
        start(processes, "jobs", "run")
        start(processes, "serve")
        wait_until_up(port, processes)
        say(f"Platebook is at http://localhost:{port}  (Ctrl-C stops it)")
        say(f"To sign in: PLATEBOOK_AGENCY={agency} .venv/bin/flask demo accounts")
        watch(processes)
    except KeyboardInterrupt:
        say("Stopping.")
        return 0
    finally:
        stop(processes)


def prepare(processes: Processes, agency: str) -> None:
    """Found and load the demonstration, unless the last start left it so and no migration has come since."""
    folder = Path(os.environ.get("PLATEBOOK_INSTANCE") or ROOT / "instance" / agency)
    marker = folder / "demo-ready"
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    if marker.exists() and marker.read_text(encoding="utf-8") == newest:
        return
    finish(processes, "agency", "init", agency, "--demo", "--if-needed")
    finish(processes, "demo", "load", "--if-needed")
    marker.write_text(newest, encoding="utf-8")


def chosen_port(text: str) -> int:
    """The port asked for; ends the program with a sentence when it is none or is in use."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        sys.exit(f"{text!r} is no port: give a number from 1 to 65535, as in PORT=8001 ./run")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"Port {port} is for the administrator only: choose another with PORT=8001 ./run")
        except OSError:
            other = port + 1 if port < 65535 else 8000
            sys.exit(f"Port {port} is in use: stop what uses it or choose another with PORT={other} ./run")
    return port


def start(processes: Processes, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a flask command: in a group of its own, so that Ctrl-C reaches it through us and once; ending with us."""
    command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", str(FLASK), *arguments]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0)  # noqa: S603 - our own commands
    processes[" ".join(["flask", *arguments])] = process
    return process


def finish(processes: Processes, *arguments: str) -> None:
    """Run a flask command to its end; end the program with its code when it fails (it said why)."""
    code = start(processes, *arguments).wait()
    processes.popitem()
    if code:
        sys.exit(exit_code(code))


def wait_until_up(port: int, processes: Processes) -> None:
    """Return when the portal answers; end the program when it does not in time or a process ends."""
    deadline = time.monotonic() + START_SECONDS
    while not is_up(port):
        end_if_one_ended(processes)
        if time.monotonic() > deadline:
            sys.exit(f"The portal did not answer on port {port} within {START_SECONDS} seconds; stopping it.")
        time.sleep(0.1)


def is_up(port: int) -> bool:
    """Whether /healthz answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def watch(processes: Processes) -> NoReturn:
    """Wait until a process ends, which neither should; then end the program with its code."""
    while True:
        end_if_one_ended(processes)
        time.sleep(0.2)


def end_if_one_ended(processes: Processes) -> None:
    """End the program with the code of the first process found ended."""
    for command, process in processes.items():
        code = process.poll()
        if code is not None:
            say(f"{command} ended by itself with code {exit_code(code)}; stopping the rest.")
            sys.exit(exit_code(code) or 1)


def stop(processes: Processes) -> None:
    """Ask every process to end, wait, and kill what is left of its group."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # we are stopping already
    for process in processes.values():
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):  # the group is gone: nothing was left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def exit_code(code: int) -> int:
    """The code a shell would give: 128 + signal for a process ended by one."""
    return code if code >= 0 else 128 - code


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, flush=True)  # noqa: T201 - a program for the command line


if __name__ == "__main__":
    sys.exit(main())
