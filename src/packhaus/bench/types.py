"""What a measurement is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of one side: how much was done in how long, and what its clients cost."""

    count: int
    seconds: float
    client_cpu_seconds: float = 0.0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Units of work per second."""
        return self.count / self.seconds
