"""Three people at once in the same zones never have the same tote, and pass each on once."""

from collections import Counter
from datetime import datetime

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inventory.models import Location, Movement
from packhaus.kernel.errors import DomainError
from packhaus.kernel.ids import new_id
from packhaus.orders.models import FulfillmentOrder
from packhaus.outbound.models import PickBatch, ZoneLeg
from packhaus.outbound.queries.list_stops import list_stops
from packhaus.outbound.queries.pick_zones import list_queue
from packhaus.outbound.services.batches import build_batches
from packhaus.outbound.services.picks import confirm_picks
from packhaus.outbound.services.release import release_wave
from packhaus.outbound.services.zones import arrive, pass_on
from packhaus.outbound.types import PickMethod, PickScan, ReleaseRule
from tests.concurrency.threads import run_at_once
from tests.harness.cast import Place
from tests.invariants.floor import Floor

OPERATOR = Scope.operator()
ORDERS = 6


def test_no_tote_is_in_two_hands(
    floor: Floor, associate: User, lead: User, admin: User, leeds: Place, now: datetime
) -> None:
    with transaction(OPERATOR):
        for code, zone in (("A-01-01", "A"), ("A-01-02", "B")):
            Location.objects.filter(site_id=leeds.id, code=code).update(zone=zone)
    floor.receive(sku=0, site=0, location="A-01-01", quantity=40)
    floor.receive(sku=1, site=0, location="A-01-02", quantity=40)
    for _ in range(ORDERS):
        floor.place(wants=[(0, 2), (1, 1)])
    wave = release_wave(site_id=leeds.id, rule=ReleaseRule(), now=now, actor=SYSTEM).id
    build_batches(wave_id=wave, method=PickMethod.ZONE, now=now, actor=SYSTEM)

    def carry(tote: str, zone: str, person: User) -> int:
        number = arrive(
            site_id=leeds.id, zone=zone, tote_code=tote, picker_id=person.id, is_lead=False, now=now, actor=SYSTEM
        )  # fmt: skip
        with transaction(OPERATOR):
            walk = PickBatch.objects.get(number=number).id
        stops = list_stops(scope=OPERATOR, batch_id=walk)
        own = [one for one in stops if one.zone == zone and one.is_open]
        scans = [PickScan(one.task_id, one.left, person.name, str(new_id())) for one in own]
        confirm_picks(scans=scans, now=now, actor=SYSTEM)
        place = "PACKING" if zone == "B" else "B"
        pass_on(batch_id=walk, place_code=place, picker_id=person.id, now=now, actor=SYSTEM)
        return 1

    def work(person: User) -> int:
        passed, misses = 0, 0
        while misses < 3:
            queues = [(one.tote, zone) for zone in ("A", "B") for one in list_queue(
                scope=OPERATOR, site_id=leeds.id, zone=zone)]  # fmt: skip
            try:
                passed += carry(*queues[0], person) if queues else 0
                misses = 0 if queues else 3
            except DomainError:
                misses += 1
        return passed

    counts = run_at_once(*(lambda person=person: work(person) for person in (associate, lead, admin)))
    assert sum(map(int, counts)) == 2 * ORDERS  # type: ignore[arg-type]
    with transaction(OPERATOR):
        assert set(Counter(ZoneLeg.objects.values_list("batch_id", flat=True)).values()) == {2}
        assert not ZoneLeg.objects.filter(done_at=None).exists()
        assert set(FulfillmentOrder.objects.values_list("status", flat=True)) == {"picked"}
        assert sum(Movement.objects.filter(reason="pick").values_list("quantity", flat=True)) == 3 * ORDERS
