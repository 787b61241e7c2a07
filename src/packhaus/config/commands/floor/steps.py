"""What the floor's steps share: how they are declared, how places are named, how they answer."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import orjson

from packhaus.access.scope import Scope, transaction
from packhaus.kernel.errors import NotFound
from packhaus.network.queries.site_ids import get_site_ids

OPERATOR = Scope.operator()
Take = Callable[[argparse.Namespace], int]


class Steps(Protocol):
    """argparse's own list of sub-commands, whose type has no public name."""

    def add_parser(self, name: str, **options: Any) -> argparse.ArgumentParser: ...


def add_step(steps: Steps, name: str, summary: str, take: Take) -> argparse.ArgumentParser:
    """Declare a step; each can answer as JSON."""
    parser = steps.add_parser(name, help=summary, description=summary)
    parser.add_argument("--json", action="store_true", help="answer with one JSON value")
    parser.set_defaults(take=take)
    return parser


def find_site(code: str) -> UUID:
    """Return a site by its code. Raises: NotFound."""
    with transaction(OPERATOR):
        found = get_site_ids(codes=[code.upper(), code])
    if not found:
        raise NotFound(f"there is no site {code!r}")
    return next(iter(found.values()))


def say(arguments: argparse.Namespace, value: Any, lines: Sequence[str]) -> int:
    """Print a step's outcome as JSON or as lines, and return the exit code of success."""
    print(orjson.dumps(value, default=_write).decode() if arguments.json else "\n".join(lines))
    return 0


def write_document(path: Path, document: bytes) -> None:
    """Write a PDF."""
    path.expanduser().write_bytes(document)


def _write(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    as_dict = getattr(value, "_asdict", None)
    return as_dict() if as_dict else str(value)
