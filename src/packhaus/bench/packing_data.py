"""The public instances that bench `cartonize` runs; ../shared/data/packing/README.md tells their sources."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from packhaus.decide.loading import BoxKind, Hold, Size

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "packing"
_AXES = "XYZ"
_ALL_ROTATIONS = ("XYZ", "YXZ", "ZYX", "YZX", "XZY", "ZXY")


class Instance(NamedTuple):
    """One problem: what is to be loaded, into what; `name` is its class (BR1) or the set, and its number."""

    name: str
    number: int
    hold: Hold
    kinds: tuple[BoxKind, ...]
    lower_bound: int = 0


def read_loading_instances(classes: Sequence[str]) -> list[Instance]:
    """Read the Bischoff-Ratcliff instances of these classes, by class and number."""
    rows = [row for row in _read("br_instances.jsonl.gz") if row["class"] in classes]
    found = [
        Instance(row["class"], row["no"], Hold(tuple(row["container"])), _list_kinds(row, ())) for row in rows
    ]
    return sorted(found, key=lambda one: (classes.index(one.name), one.number))


def read_container_instances() -> list[Instance]:
    """Read the 47 cases of Ivancic, Mathur & Mohanty, where the number of containers counts."""
    return [
        Instance(
            "IMM",
            row["no"],
            Hold(tuple(row["container"])),
            _list_kinds(row, _ALL_ROTATIONS),
            row["volume_lower_bound"],
        )
        for row in _read("imm_thpack9_instances.jsonl.gz")
    ]


def sample_evenly(instances: Sequence[Instance], limit: int | None) -> list[Instance]:
    """Take `limit` instances in even steps, or all."""
    if limit is None or limit >= len(instances):
        return list(instances)
    return [instances[(2 * step + 1) * len(instances) // (2 * limit)] for step in range(limit)]


def _read(name: str) -> list[dict[str, Any]]:
    with gzip.open(FOLDER / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _list_kinds(row: dict[str, Any], rotations: Sequence[str]) -> tuple[BoxKind, ...]:
    return tuple(
        BoxKind(number, item["qty"], _list_stands(item, item.get("rotations", rotations)))
        for number, item in enumerate(row["items"])
    )


def _list_stands(item: dict[str, Any], rotations: Sequence[str]) -> tuple[Size, ...]:
    """List sizes by rotation: its letters name the item's own side that lies along each axis of the hold."""
    sides = (item["l"], item["w"], item["h"])
    return tuple(
        dict.fromkeys(
            (sides[_AXES.index(name[0])], sides[_AXES.index(name[1])], sides[_AXES.index(name[2])])
            for name in rotations
        )
    )
