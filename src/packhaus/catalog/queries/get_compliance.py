"""What laws want to know of an item."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

_ONE = """
SELECT brand, device_class, battery_kind, battery_grams, is_textile, responsible_person, warnings
FROM catalog_skucompliance WHERE sku_id = %(sku_id)s::uuid
"""


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """What is written down; nothing of it applies until then."""

    brand: str = ""
    device_class: str = ""
    battery_kind: str = ""
    battery_grams: int = 0
    is_textile: bool = False
    responsible_person: str = ""
    warnings: str = ""


def get_compliance(scope: Scope, *, sku_id: UUID) -> ComplianceRow:
    """Return what laws want to know of an item of the scope, empty where nobody said it. Queries: 1."""
    with transaction(scope):
        return rows.find_row(ComplianceRow, _ONE, {"sku_id": sku_id}) or ComplianceRow()
