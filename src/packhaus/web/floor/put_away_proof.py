"""What a site wants scanned of goods before their place: each loose unit, or the lot or serial number they have."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.utils.translation import gettext as _

from packhaus.inbound.queries.put_away.list_tasks import PutAwayRow
from packhaus.outbound.queries.scan_policies import ScanPolicyRow, get_scan_policy
from packhaus.web.floor.bands import Band, tell_lot_fault
from packhaus.web.floor.items import ItemFault, Wanted, scan_item
from packhaus.web.floor.put_away_page import draw_task
from packhaus.web.formats import format_quantity
from packhaus.web.guard import PageRequest


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wanted of a task's goods, and how many of them were scanned."""

    task: PutAwayRow
    policy: ScanPolicyRow
    counted: int

    @property
    def is_wanted(self) -> bool:
        """Tell whether goods are scanned before the place; a carton or pallet was, to find its task."""
        if self.task.unit_code:
            return False
        if self.policy.asks_lot:
            return bool(self.task.lot_code or self.task.serial)
        return self.policy.counts_each and self.task.quantity > 1

    @property
    def is_missing(self) -> bool:
        """Tell whether nothing was scanned of them yet."""
        return self.is_wanted and not self.counted

    @property
    def units(self) -> int | None:
        """Return how many are put away when fewer than all were counted, else None."""
        is_part = self.is_wanted and self.policy.counts_each and self.counted < self.task.quantity
        return self.counted if is_part else None


def read_proof(request: PageRequest, task: PutAwayRow) -> Proof:
    """Return what was scanned of a task's goods so far."""
    policy = get_scan_policy(scope=request.scope, site_id=task.site_id, operation="put_away")
    counted = request.POST.get("counted", "")
    is_number = counted.isdecimal() and len(counted) < 10
    return Proof(task, policy, min(int(counted), task.quantity) if is_number else 0)


def take_goods(request: PageRequest, proof: Proof, code: str) -> HttpResponse | None:
    """Take the scan of goods where they are wanted; None when it was something else."""
    task = proof.task
    if not proof.is_wanted or task.sku_id is None:
        return None
    wanted = Wanted(task.sku_id, task.merchant_code, task.lot_code, task.serial)
    item = scan_item(scope=request.scope, site_id=task.site_id, code=code, wanted=wanted, policy=proof.policy)
    if item.fault in {ItemFault.OTHER_LOT, ItemFault.NO_LOT}:
        return _refuse(request, proof, tell_lot_fault(item, task.lot_code or task.serial, task.from_code))
    if not item.units:
        return ask_goods(request, proof, code) if proof.is_missing else None
    counted = proof.counted + item.units if proof.policy.counts_each else 1
    told = {"counted": format_quantity(counted), "wanted": format_quantity(task.quantity)}
    if counted > task.quantity:
        return _refuse(request, proof, Band("wrong", _("Too many"), told["counted"], told["wanted"]))
    text = _("%(counted)s of %(wanted)s") % told if proof.policy.counts_each else task.sku_name
    return draw_task(request, task, Band("right", text, code), counted=counted)


def ask_goods(request: PageRequest, proof: Proof, code: str) -> HttpResponse:
    """Say that the goods come before the place."""
    task = proof.task
    lot = task.lot_code or task.serial
    needed = _("the code with %(lot)s") % {"lot": lot} if proof.policy.asks_lot else task.sku_name
    return _refuse(request, proof, Band("wrong", _("Scan the goods first"), code or _("nothing"), needed))


def _refuse(request: PageRequest, proof: Proof, band: Band) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return draw_task(request, proof.task, band, counted=proof.counted, status=status)
