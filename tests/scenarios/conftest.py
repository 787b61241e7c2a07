from tests.invariants.conftest import floor
from tests.outbound.conftest import carriers

__all__ = ["carriers", "floor"]
