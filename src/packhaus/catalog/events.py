"""Facts of the catalog."""

from dataclasses import dataclass
from typing import ClassVar

from packhaus.journal.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class SkusSaved(Fact):
    """Items were created or changed; how many of each, and the codes of the first hundred."""

    kind: ClassVar[str] = "skus_saved"
    aggregate_kind: ClassVar[str] = "merchant"
    count: int
    codes: list[str]
