"""The portal on a real socket, served from this process so that the test's clock is its clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import waitress
from flask import Flask
from waitress import wasyncore


@contextmanager
def serving(app: Flask, threads: int) -> Iterator[int]:
    """The port it answers on. It is closed by its own loop: closed from outside, the loop may be waiting on it."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=threads)
    loop = threading.Thread(target=server.run)
    loop.start()
    yield int(server.effective_port)
    server.task_dispatcher.shutdown()
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    loop.join()
