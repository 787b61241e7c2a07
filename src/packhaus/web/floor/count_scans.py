"""What a scan says of an item that is counted, and how many that makes where each unit is scanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from packhaus.inventory.queries.count_walks import CountItem, Noted
from packhaus.inventory.types import CountEntry
from packhaus.kernel.gs1 import Gs1
from packhaus.outbound.queries.scan_policies import ScanPolicyRow
from packhaus.web.floor.bands import Band


@dataclass(frozen=True, slots=True)
class Seen:
    """A scanned item: its code, which item that is (None: nobody knows it), and what the code says by GS1."""

    code: str
    item: CountItem | None
    said: Gs1 | None

    @property
    def lot_code(self) -> str:
        """The lot that the code names."""
        return self.said.lot if self.said else ""

    @property
    def serial(self) -> str:
        """The serial number that the code names."""
        return self.said.serial if self.said else ""

    @property
    def name(self) -> str:
        """What the item is called."""
        return self.item.name if self.item else self.code

    def ask(self) -> str:
        """Write the question how many there are, for the address of its page."""
        item = str(self.item.id) if self.item else "unknown"
        known = {"at": "bin", "item": item, "code": self.code}
        told = {"lot": self.lot_code, "serial": self.serial} if self.item else {}
        return urlencode(known | {name: value for name, value in told.items() if value})


def find_fault(policy: ScanPolicyRow, seen: Seen) -> Band | None:
    """Say that the code names no lot or serial number, where one is scanned of every item that has them."""
    item = seen.item
    if item is None or not (policy.asks_lot or policy.counts_each):
        return None
    if (item.has_lots and not seen.lot_code) or (item.has_serials and not seen.serial):
        needed = _("the code with its lot or serial number")
        return Band("wrong", _("This code names no lot or serial number"), seen.code, needed)
    return None


def add_units(noted: Sequence[Noted], count_id: UUID, seen: Seen) -> CountEntry:
    """Return what is noted of an item with one more scan of it: what was noted so far, and the units of the code."""
    item = seen.item
    if item is None:
        before = sum(one.units for one in noted if not one.is_known and one.code == seen.code)
        return CountEntry(count_id, before + 1, code=seen.code)
    if item.has_serials:
        return CountEntry(
            count_id, 1, item.id, seen.code, seen.lot_code if item.has_lots else "", seen.serial
        )
    lot = seen.lot_code if item.has_lots else ""
    before = sum(
        one.units for one in noted if one.is_known and one.code == item.code and (one.lot_code or "") == lot
    )
    units = before + item.units * max(seen.said.count if seen.said else 0, 1)
    return CountEntry(count_id, units, item.id, seen.code, lot)
