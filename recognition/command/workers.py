"""Work spread over processes, answered in order; a process that dies costs the one item that killed it."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AHEAD = 2  # items given out for each process, so that none waits and few are in doubt when one dies

Given = deque[tuple[Item, Future[Answer]]]


class InOrder(Generic[Item, Answer]):
    """Does `work` on items in `jobs` processes, each of which calls `begin` first.

    Both have to be functions of a module: the processes are started anew, not copied.
    """

    def __init__(self, work: Callable[[Item], Answer], jobs: int, begin: Callable[[], None]) -> None:
        self.work, self.jobs, self.begin = work, jobs, begin

    def answers(self, items: Sequence[Item]) -> Generator[Answer | None]:
        """The answer for each item, in their order; None where the process died over it.

        Raises what `work` raises. Whoever stops asking stops the processes.
        """
        waiting = deque(items)
        while waiting:
            given: Given[Item, Answer] = deque()
            try:
                with self._processes(self.jobs) as pool:
                    yield from self._given_out(pool, waiting, given)
            except BrokenProcessPool:
                yield from self._one_by_one(given)

    def _given_out(
        self, pool: ProcessPoolExecutor, waiting: deque[Item], given: Given[Item, Answer]
    ) -> Iterator[Answer]:
        while waiting or given:
            while waiting and len(given) < AHEAD * self.jobs:
                given.append((waiting[0], pool.submit(self.work, waiting[0])))
                waiting.popleft()
            answer = given[0][1].result()
            given.popleft()
            yield answer

    def _one_by_one(self, given: Given[Item, Answer]) -> Iterator[Answer | None]:
        """All that was given out is lost with one process: what is not done is tried alone, to find the one."""
        while given:
            try:
                with self._processes(1) as pool:
                    while given:
                        item, future = given[0]
                        answer = future if _answered(future) else pool.submit(self.work, item)
                        yield answer.result()
                        given.popleft()
            except BrokenProcessPool:
                given.popleft()
                yield None

    @contextmanager
    def _processes(self, jobs: int) -> Iterator[ProcessPoolExecutor]:
        """Ended at once, whatever they are at, when they are no longer waited for."""
        context = multiprocessing.get_context("spawn")
        before = set(multiprocessing.active_children())
        pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=self.begin)
        try:
            yield pool
        finally:
            ours = set(multiprocessing.active_children()) - before
            pool.shutdown(wait=False, cancel_futures=True)
            for process in ours:
                process.terminate()
            for process in ours:
                process.join()


def _answered(future: "Future[Answer]") -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
