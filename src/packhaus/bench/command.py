"""Measure a workload beside its physical limit, on a database of the bench's own."""

import argparse
import json
from collections.abc import Mapping
from importlib import import_module
from inspect import signature
from typing import Any

from rich.console import Console
from rich.table import Table

from packhaus.kernel.errors import FieldProblem, Invalid

BENCHES = {
    "intake": "packhaus.bench.intake",
    "intake-batch": "packhaus.bench.intake_batch",
    "intake-bulk": "packhaus.bench.intake_bulk",
    "allocate": "packhaus.bench.allocate",
    "fulfil": "packhaus.bench.fulfil",
    "availability": "packhaus.bench.availability",
    "hot": "packhaus.bench.hot",
    "faults": "packhaus.bench.faults",
    "cartonize": "packhaus.bench.cartonize",
    "tours": "packhaus.bench.tours",
    "batching": "packhaus.bench.batching",
    "rating": "packhaus.bench.rating",
    "promises": "packhaus.bench.promises",
}
# Sizes in a run of all where the bench's own are hours.
SIZES_IN_ALL = {"cartonize": {"limit": 14}, "tours": {"limit": 20}, "batching": {"limit": 5}}
# What each bench must not fall under; `aim` is where it should be.
FLOORS = {
    "intake": 0.15, "intake-batch": 0.6, "intake-bulk": 0.5, "allocate": 0.25, "fulfil": 0.25, "availability": 0.2,
}  # fmt: skip
_DIGITS_AT_MOST = 9
_OPTIONS = ("orders", "calls", "history", "lines", "skus", "kills", "limit", "seconds", "cases")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=[*BENCHES, "all"], help="which workload")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    for option in _OPTIONS:
        parser.add_argument(f"--{option}", type=_read_size, help="size, where the bench has it")


def run(arguments: argparse.Namespace) -> int:
    options = {name: value for name in _OPTIONS if (value := getattr(arguments, name)) is not None}
    names = list(BENCHES) if arguments.name == "all" else [arguments.name]
    results: dict[str, dict[str, Any]] = {}
    for name in names:
        results[name] = _measure(name, options, is_one_of_all=arguments.name == "all")
        if not arguments.json:
            Console().print(_table(name, results[name]))
    if arguments.json:
        print(json.dumps(results if arguments.name == "all" else results[arguments.name]))
    return 0


def _read_size(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS_AT_MOST):
        raise argparse.ArgumentTypeError(f"{given!r} is no size")
    return int(given)


def _measure(name: str, options: Mapping[str, int], *, is_one_of_all: bool) -> dict[str, Any]:
    """Run a bench with the sizes that it has; one that it has not is a mistake, but for a run of all."""
    if is_one_of_all:
        options = {**SIZES_IN_ALL.get(name, {}), **options}
    measure = import_module(BENCHES[name]).run
    known = signature(measure).parameters
    wrong = [] if is_one_of_all else [option for option in options if option not in known]
    empty = [option for option, size in options.items() if not size and option != "history"]
    if wrong or empty:
        has = ", ".join(f"--{option}" for option in known)
        raise Invalid(
            [FieldProblem(f"--{option}", "unknown", f"bench {name} has only {has}") for option in wrong]
            + [FieldProblem(f"--{option}", "range", "is at least 1") for option in empty]
        )
    result: dict[str, Any] = measure(**{option: size for option, size in options.items() if option in known})
    return result


def _table(name: str, result: dict[str, Any]) -> Table:
    table = Table(title=f"bench {name}", show_header=False)
    for key, value in result.items():
        table.add_row(key, str(value))
    if name in FLOORS:
        table.add_row("floor", f"{FLOORS[name]} {'reached' if result['ratio'] >= FLOORS[name] else 'missed'}")
    return table
