"""A floor whose every deed is committed for real, because other threads must see it."""

import pytest

from packhaus.config.wiring import wire
from tests.invariants.conftest import floor as _floor
from tests.outbound.conftest import carriers

__all__ = ["carriers", "floor"]

floor = _floor


@pytest.fixture(autouse=True)
def _committed(committed: dict[str, str]) -> None:
    wire()
