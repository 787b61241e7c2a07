"""Published instances of order batching with routes, and the best totals known.

Instances of Bahçeci and Öncan (2021), Muter and Öncan (2015), Henn and Wäscher (2012); totals of J. Wahlen and
T. Gschwind, Transportation Science 57 (2023). The file's README says what its fields mean: cell 0 is the farthest
from the front, the depot is in front of its aisle, a batch's load is the sum of weight by quantity.
"""

import csv
import gzip
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from packhaus.decide.batching import WalkOrder
from packhaus.decide.tours import Layout, Stop

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/picking"
SETS = {"BAHCECI_ONCAN": "bahceci", "MUTER_ONCAN": "muter", "HENN": "henn"}
MM = 1_000
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Instance:
    """One task, and the least total known; no other is less where `is_proven`. Units: mm."""

    group: str
    name: str
    layout: Layout
    orders: tuple[WalkOrder, ...]
    capacity: int
    published_mm: int
    is_proven: bool


def read_instances(*, limit: int | None, groups: Sequence[str] = tuple(SETS.values())) -> list[Instance]:
    """Read the instances of these sets, at most `limit` of each, sampled evenly from the small to the large."""
    texts = _read_texts()
    rows = sorted(
        _read_published(), key=lambda row: (row["set"], int(row["num_orders"]), int(row["capacity"]))
    )
    return [
        _build(row, texts[row["file_in_this_folder"]])
        for name, members in groupby(rows, key=lambda row: row["set"])
        if SETS[name] in groups
        for row in sample_evenly(list(members), limit)
    ]


def sample_evenly(rows: Sequence[Row], limit: int | None) -> list[Row]:
    """Sample at most `limit` rows, each from the middle of its share."""
    if limit is None or limit >= len(rows):
        return list(rows)
    return [rows[(2 * number + 1) * len(rows) // (2 * limit)] for number in range(limit)]


@cache
def _read_texts() -> dict[str, str]:
    with tarfile.open(FOLDER / "instances.tar.gz") as archive:
        return {
            member.name.removeprefix("./"): content.read().decode(errors="replace")
            for member in archive
            if (content := archive.extractfile(member))
        }


def _read_published() -> list[dict[str, str]]:
    with gzip.open(FOLDER / "best_known_by_policy.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row for row in rows if row["routing_policy"] == "optimal" and row["file_in_this_folder"]]


def _build(row: dict[str, str], text: str) -> Instance:
    header, sections = _split(text)
    layout, stops = _lay_out(header, sections)
    weights = {int(words[1]): int(words[3]) for words in sections["ARTICLE_SECTION"]}
    return Instance(
        group=SETS[row["set"]],
        name=row["instance"].removesuffix(".txt"),
        layout=layout,
        orders=tuple(_read_orders(sections["ORDER_SECTION"], stops, weights)),
        capacity=int(header["PICKER_CAPACITY"]),
        published_mm=_to_mm(row["ub"]),
        is_proven=row["proven_optimal"] == "1",
    )


def _split(text: str) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    """Split an instance into its header and the words of each section's lines."""
    header: dict[str, str] = {}
    sections: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        words = line.split()
        if line.endswith("_SECTION"):
            rows = sections.setdefault(line, [])
        elif words[:1] in (["ID"], ["NUM_ARTICLES_IN_ORDER"]):
            rows.append(words)
        elif ":" in line:
            key, _, value = line.partition(":")
            header[key.strip()] = value.strip()
    return header, sections


def _lay_out(header: dict[str, str], sections: dict[str, list[list[str]]]) -> tuple[Layout, dict[int, Stop]]:
    width, cell, top, bottom = (
        _to_mm(header[f"DISTANCE_{name}"])
        for name in ("AISLE_TO_AISLE", "CELL_TO_CELL", "TOP_TO_CELL", "BOTTOM_TO_CELL")
    )
    cells = int(header["NUM_CELLS"])
    aisles_x_mm = tuple(number * width for number in range(int(header["NUM_AISLES"])))
    layout = Layout(
        aisles_x_mm=aisles_x_mm,
        crosses_y_mm=(0, bottom + (cells - 1) * cell + top),
        depot_x_mm=aisles_x_mm[int(header["DEPOT_AISLE"])],
    )
    stops = {
        int(words[1]): Stop(int(words[3]), bottom + (cells - 1 - int(words[5])) * cell)
        for words in sections["SKU_SECTION"]
    }
    return layout, stops


def _read_orders(
    lines: Sequence[Sequence[str]], stops: dict[int, Stop], weights: dict[int, int]
) -> Iterator[WalkOrder]:
    rows = iter(lines)
    for number, head in enumerate(rows):
        articles = [next(rows) for _ in range(int(head[-1]))]
        need = sum(weights[int(words[1])] * int(words[3]) for words in articles)
        yield WalkOrder(number, tuple(stops[int(words[1])] for words in articles), (need,))


def _to_mm(metres: str) -> int:
    return int(Decimal(metres) * MM)
