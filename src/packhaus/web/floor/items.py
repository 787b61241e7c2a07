"""What a scan says of the item that a step waits for: the one resolver's meaning, judged by the site's scan policy."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from packhaus.access.scope import Scope
from packhaus.insight.queries.resolve_scan import Resolution, resolve_scan
from packhaus.outbound.queries.scan_policies import ScanPolicyRow


class ItemFault(StrEnum):
    """Why a code is not the item that is waited for."""

    NONE = ""
    OTHER = "other"
    OTHER_LOT = "other_lot"
    NO_LOT = "no_lot"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Goods that a step waits for; `lot_code` and `serial` where they have one."""

    sku_id: UUID
    merchant_code: str
    lot_code: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class ItemScan:
    """What was scanned, and how many units of the wanted goods it stands for: none with a fault."""

    found: Resolution
    units: int = 0
    fault: ItemFault = ItemFault.NONE


def scan_item(*, scope: Scope, site_id: UUID, code: str, wanted: Wanted, policy: ScanPolicyRow) -> ItemScan:
    """Resolve a code and compare it with the goods that are waited for. Queries: 1."""
    found = resolve_scan(
        scope=scope, site_id=site_id, code=code, expected=[wanted.sku_id], merchant_code=wanted.merchant_code
    )
    return judge_item(found, wanted=wanted, policy=policy)


def judge_item(found: Resolution, *, wanted: Wanted, policy: ScanPolicyRow) -> ItemScan:
    """Compare what a code means with the goods that are waited for.

    A code that names another lot is another item. Where the policy asks for it, one that names no lot or serial number
    is not enough for goods that have one; the label of the lot itself is.
    """
    own = {part.upper() for part in (wanted.lot_code, wanted.serial) if part}
    if policy.asks_lot and found.code.upper() in own:
        return ItemScan(found, 1)
    units = found.count_units(wanted.sku_id)
    if not units:
        return ItemScan(found, fault=ItemFault.OTHER)
    said = {part.upper() for part in (found.gs1.lot, found.gs1.serial) if part} if found.gs1 else set()
    lot = found.gs1.lot.upper() if found.gs1 else ""
    if lot and wanted.lot_code and lot != wanted.lot_code.upper():
        return ItemScan(found, fault=ItemFault.OTHER_LOT)
    if policy.asks_lot and own and not said & own:
        return ItemScan(found, fault=ItemFault.NO_LOT)
    return ItemScan(found, units)
