"""The floor for tests: orders of ACME, released, picked, packed and dispatched through the services."""

from tests.orders.conftest import count, place, place_one

__all__ = ["count", "place", "place_one"]
