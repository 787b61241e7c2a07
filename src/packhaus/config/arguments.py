"""Kinds of arguments that commands take."""

import argparse
from datetime import datetime

HIGHEST_PORT = 65_535


def read_port(given: str) -> int:
    """Read a TCP port."""
    return _read_between(given, 1, HIGHEST_PORT)


def read_count(given: str) -> int:
    """Read how many, at least one."""
    return _read_between(given, 1, 1_000_000)


def _read_between(given: str, least: int, most: int) -> int:
    if not (given.isascii() and given.isdigit() and least <= int(given[:20]) <= most):
        raise argparse.ArgumentTypeError(f"{given!r} is no whole number from {least} to {most:,}")
    return int(given)


def read_moment(given: str) -> datetime:
    """Read an instant with its offset."""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{given!r} is no moment like 2026-11-22T17:00+00:00") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{given!r} needs its offset, like +00:00")
    return moment
