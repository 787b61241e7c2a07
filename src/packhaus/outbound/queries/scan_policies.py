"""What a site's floor scans at which work."""

from dataclasses import dataclass
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.outbound.states import SCAN_OPERATIONS

_POLICIES = """
SELECT operation, begins_with, proof FROM outbound_scanpolicy WHERE site_id = %(site_id)s ORDER BY operation
"""
BEGINS_WITH_ITEM = frozenset({"receive", "move"})
"""Work that asks for no place first where nobody says so."""


@dataclass(frozen=True, slots=True)
class ScanPolicyRow:
    """What is scanned at one kind of work.

    `begins_with`: the place first, then the item (place), or the item alone (item). `proof` of what is taken: one unit
    of it (once), each unit (each), or its lot or serial number where it has one (lot).
    """

    operation: str
    begins_with: str
    proof: str

    @property
    def is_item_only(self) -> bool:
        """Tell whether nobody scans the place."""
        return self.begins_with == "item"

    @property
    def counts_each(self) -> bool:
        """Tell whether units are counted by scans alone."""
        return self.proof == "each"

    @property
    def asks_lot(self) -> bool:
        """Tell whether the code must name the lot or serial number."""
        return self.proof == "lot"


def list_scan_policies(*, scope: Scope, site_id: UUID | None) -> list[ScanPolicyRow]:
    """Return a site's policy for every kind of work, the usual one where it said nothing. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_rows(ScanPolicyRow, _POLICIES, {"site_id": site_id}) if site_id else []
    said = {row.operation: row for row in found}
    return [said.get(operation, usual_policy(operation)) for operation in SCAN_OPERATIONS]


def get_scan_policy(*, scope: Scope, site_id: UUID | None, operation: str) -> ScanPolicyRow:
    """Return what a site scans at one kind of work. Queries: 1."""
    policies = list_scan_policies(scope=scope, site_id=site_id)
    return next(policy for policy in policies if policy.operation == operation)


def usual_policy(operation: str) -> ScanPolicyRow:
    """Return what holds where nobody has said anything. Source: screens, section 5.1."""
    return ScanPolicyRow(operation, "item" if operation in BEGINS_WITH_ITEM else "place", "once")
