"""Run one side of a bench in a process of its own: its memory and processor time are then nobody else's."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any

from django.db import connections

from packhaus.bench.types import Measure


def run_in_child(work: Callable[[], int]) -> Measure:
    """Fork, do the work, and return its count with seconds, processor time and peak memory (`peak_rss_mb`)."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=_work, args=(work, queue))
    child.start()
    child.join()
    if child.exitcode or queue.empty():
        raise RuntimeError(f"the measured process ended with {child.exitcode}")
    count, seconds, cpu_seconds, peak_kb = queue.get()
    return Measure(count, seconds, cpu_seconds, {"peak_rss_mb": round(peak_kb / 1024)})


def _work(work: Callable[[], int], queue: Any) -> None:
    started = time.perf_counter()
    count = work()
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    queue.put((count, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss))
