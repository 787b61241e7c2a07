"""Move announced deliveries before they arrive: they are on their way, or will not come."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, again_when_busy, transaction
from packhaus.access.types import Actor
from packhaus.inbound.errors import AsnInTransit
from packhaus.inbound.events import AsnArriving, AsnCancelled
from packhaus.inbound.locks import lock_asns
from packhaus.inbound.queries.open_units import list_open_units
from packhaus.inbound.services.docks.cancel import free_doors
from packhaus.inbound.states import CANCEL_ASN, EXPECT_ARRIVAL
from packhaus.inventory.services.inbound_units import change_inbound
from packhaus.journal.services import record
from packhaus.kernel.states import apply_transition

TABLE = "inbound_asn"


@again_when_busy
def cancel_asns(
    *, scope: Scope, asn_ids: Sequence[UUID], is_in_transit: bool = False, now: datetime, actor: Actor
) -> None:
    """Cancel announced deliveries of which nothing has arrived, all or none.

    What is on its way from another site is not cancelled here: whoever decides about its goods says `is_in_transit`.

    The doors that are kept for their trucks are free again.

    Locks: the deliveries, their appointments, site_stock of what they would have brought.
    Emits: AsnCancelled, SlotCancelled. Raises: AsnNotFound, AsnInTransit, IllegalTransition.
    Queries: 5 to 6, and 1 per merchant.
    """
    with transaction(scope):
        asns = lock_asns(asn_ids)
        on_the_way = [asn.number for asn in asns if asn.comes_from != "supplier"]
        if on_the_way and not is_in_transit:
            raise AsnInTransit("another site has sent it; decide about the transfer", numbers=on_the_way)
        open_units = list_open_units(asn_ids=asn_ids)
        apply_transition(CANCEL_ASN, table=TABLE, ids=list(asn_ids))
        freed = free_doors(asns, now=now)
        for merchant_id in sorted({asn.merchant_id for asn in asns}):
            changes: dict[tuple[UUID, UUID], int] = {}
            for row in open_units:
                if row.merchant_id == merchant_id:
                    key = (row.site_id, row.sku_id)
                    changes[key] = changes.get(key, 0) - row.units
            change_inbound(merchant_id=merchant_id, changes=changes, now=now)
        record(
            [
                AsnCancelled(
                    merchant_id=asn.merchant_id,
                    aggregate_id=asn.id,
                    number=asn.number,
                    units=sum(row.units for row in open_units if row.asn_id == asn.id),
                )
                for asn in asns
            ]
            + freed,
            happened_at=now,
            actor=actor,
        )


@again_when_busy
def expect_arrivals(*, scope: Scope, asn_ids: Sequence[UUID], now: datetime, actor: Actor) -> None:
    """Note that deliveries are on their way, all or none. Emits: AsnArriving. Queries: 3.

    Raises: AsnNotFound, IllegalTransition.
    """
    with transaction(scope):
        asns = lock_asns(asn_ids)
        apply_transition(EXPECT_ARRIVAL, table=TABLE, ids=list(asn_ids))
        facts = [
            AsnArriving(merchant_id=asn.merchant_id, aggregate_id=asn.id, number=asn.number) for asn in asns
        ]
        record(facts, happened_at=now, actor=actor)
