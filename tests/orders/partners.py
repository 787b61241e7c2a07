"""Partners' sites for tests: a place of the cast that somebody else runs, with a feed, and what it was asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.services.settings import FeedRow, apply_stock_feed
from packhaus.kernel import rows
from packhaus.network.models import Site
from packhaus.network.queries.sourcing import forget_sourcing_sites
from tests.harness.cast import Place


def hand_over(place: Place, *, policy: str = "feed") -> None:
    """Let a partner run the place."""
    with transaction(Scope.operator()):
        Site.objects.filter(id=place.id).update(
            run_by="partner", stock_policy=policy, feed_trust_margin=0, partner_answer_minutes=60
        )
    forget_sourcing_sites()


def feed(place: Place, now: datetime, *stock: tuple[Sku, int]) -> None:
    """Let the partner say what it has."""
    apply_stock_feed(
        scope=Scope.operator(), site_id=place.id, seen_at=now, now=now, actor=SYSTEM,
        feed=[FeedRow(sku.merchant_id, sku.id, quantity) for sku, quantity in stock],
    )  # fmt: skip


def open_partner(place: Place, now: datetime, *stock: tuple[Sku, int]) -> Place:
    """Let a partner run the place, with this stock by its own account."""
    hand_over(place)
    feed(place, now, *stock)
    return place


def find_request(place: Place, *, status: str = "planned") -> UUID:
    """Return the only fulfillment order of the place in this state."""
    with transaction(Scope.operator()):
        [(found,)] = rows.fetch_tuples(
            "SELECT id FROM orders_fulfillmentorder WHERE site_id = %(site_id)s::uuid AND status = %(status)s",
            {"site_id": place.id, "status": status},
        )
    return UUID(str(found))


def list_parts() -> list[tuple[Any, ...]]:
    """Return every fulfillment order: site, status, request, reason, units."""
    with transaction(Scope.operator()):
        return rows.fetch_tuples(
            "SELECT s.code, f.status, f.request_status, f.reject_reason, f.unit_count "
            "FROM orders_fulfillmentorder AS f JOIN network_site AS s ON s.id = f.site_id ORDER BY f.number"
        )


def list_lines(fulfillment_id: UUID) -> list[int]:
    """Return the ids of its lines in the order of the order's."""
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT id FROM orders_fulfillmentline WHERE fulfillment_id = %(id)s ORDER BY line_id",
            {"id": fulfillment_id},
        )
    return [id_ for (id_,) in found]


def read_stock(place: Place, sku: Sku) -> tuple[int, int, int]:
    """Return what the place has of a SKU, has promised, and owes."""
    with transaction(Scope.operator()):
        [found] = rows.fetch_tuples(
            "SELECT on_hand, promised, backordered FROM inventory_sitestock "
            "WHERE site_id = %(site_id)s::uuid AND sku_id = %(sku_id)s::uuid",
            {"site_id": place.id, "sku_id": sku.id},
        )
    return int(found[0]), int(found[1]), int(found[2])


def list_facts(kind: str) -> list[dict[str, Any]]:
    """Return what the journal says of a kind, the oldest first."""
    with transaction(Scope.operator()):
        found = rows.fetch_tuples(
            "SELECT data FROM journal_entry WHERE kind = %(kind)s ORDER BY id", {"kind": kind}
        )
    return [data for (data,) in found]
