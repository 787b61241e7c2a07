"""A printer of its own beside the floor: labels are rendered by a second process while the next wave is walked."""

import multiprocessing
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

LABELS_PER_FILE = 200


class LabelPrinter:
    """Takes parcels whose labels are bought, prints them in files of some hundred."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # A new process and not a fork: the database's connection must not be shared.
        self._pool = ProcessPoolExecutor(
            max_workers=1, mp_context=multiprocessing.get_context("spawn"), initializer=_set_up
        )
        self._printing: list[Future[float]] = []
        self.seconds = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)

    def print_later(self, shipments: Iterable[Sequence[UUID]], *, now: datetime) -> None:
        """Queue the labels of shipments and return at once; one shipment's are in one file, its pallet's too."""
        for number, chosen in enumerate(_fill_files(shipments), start=1):
            path = self._folder / f"labels-{now:%Y-%m-%d}-{number}.pdf"
            self._printing.append(self._pool.submit(_print, chosen, now, path))

    def wait(self) -> None:
        """Wait until everything queued is printed. Raises: whatever kept a label from being printed."""
        self.seconds += sum(printing.result() for printing in self._printing)
        self._printing = []


def _fill_files(shipments: Iterable[Sequence[UUID]]) -> Iterator[list[UUID]]:
    chosen: list[UUID] = []
    for parcel_ids in shipments:
        if chosen and len(chosen) + len(parcel_ids) > LABELS_PER_FILE:
            yield chosen
            chosen = []
        chosen = [*chosen, *parcel_ids]
    if chosen:
        yield chosen


def _set_up() -> None:
    import django

    os.nice(10)  # the floor does not wait for the printer
    django.setup()


def _print(parcel_ids: Sequence[UUID], now: datetime, path: Path) -> float:
    from packhaus.access.scope import Scope
    from packhaus.shipping.services.labels import print_labels

    started = time.perf_counter()
    path.write_bytes(print_labels(scope=Scope.operator(), parcel_ids=parcel_ids, now=now))
    return time.perf_counter() - started
