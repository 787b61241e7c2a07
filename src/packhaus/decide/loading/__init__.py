"""How boxes are loaded into containers, cartons and onto pallets, and the proof that a load is right."""

from packhaus.decide.loading.check import find_faults
from packhaus.decide.loading.types import BoxKind, Hold, Load, LoadedBox, Size

__all__ = ["BoxKind", "Hold", "Load", "LoadedBox", "Size", "find_faults"]
