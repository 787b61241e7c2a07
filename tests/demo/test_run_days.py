"""The demo's days through the services, as `packhaus demo` runs them: the figures are the same on every machine.

The two days take some ten seconds: they are the only test of the whole way from a file to the carrier at that size.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.config.subscriptions import drain
from packhaus.demo.dock import UNLOADING
from packhaus.demo.run import make_plan, run_days, summarise
from packhaus.inbound.queries.put_away.dock_to_stock import StockedFilter, measure_dock_to_stock
from packhaus.kernel import rows
from packhaus.messaging.backends import EmlBackend
from packhaus.messaging.services.send import send_queued
from tests.demo.trunk_figures import ALL_DAYS, TWO_DAYS
from tests.harness.stock import assert_clean

TODAY = date(2026, 11, 22)
Demo = Callable[[int], dict[str, Any]]


@pytest.fixture
def run_demo(
    committed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: None
) -> Demo:
    for name, url in committed.items():
        monkeypatch.setenv(name, url)  # the printing process reads it
    return partial(_run, tmp_path)


def _run(folder: Path, day_count: int) -> dict[str, Any]:
    backend = EmlBackend(folder=folder / "mail", sender="Packhaus <noreply@packhaus.example>")

    def send(now: datetime) -> int:
        return send_queued(backend=backend, now=now).sent

    plan = make_plan(today=TODAY, day_count=day_count)
    result = run_days(plan=plan, folder=folder, drain=drain, send=send, tell=lambda *_: None)
    assert_clean()
    return dict(summarise(result, differences=[]))


def pick_figures(figures: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in expected}


def test_two_days_run_clean_and_as_expected(run_demo: Demo, tmp_path: Path) -> None:
    figures = run_demo(2)
    assert pick_figures(figures, TWO_DAYS) == TWO_DAYS
    supplies = count_supply_moves()
    assert supplies.keys() == {"receipt", "packaging"}
    assert supplies["receipt"] == 27
    assert list_released_by_policies() == [figures["waves"]]
    assert {material for material, _ in list_packed_in()} == {"paper"}
    assert count_trucks() == {"departed": 1, "booked": 3}
    assert list_services_done() == {"GIFT-WRAP": 1, "LEAFLET": 4}
    assert figures["movements"] >= 2 * figures["dispatched"]
    assert len(list((tmp_path / "mail").glob("*.eml"))) == figures["messages"]
    assert (tmp_path / "pending_returns.csv").read_text().startswith("cancelled_at,")
    assert count_pages(tmp_path / "documents") == figures["cartons"] + count_pallets()
    assert list_people_in_the_journal() == []
    assert {how for how, _, _ in list_partner_shipments()} == {"sent"}
    assert all(told == 1 and parcels for _, told, parcels in list_partner_shipments())
    assert find_rerouted() == [("BER-1", "dispatched")]
    stocked = measure_dock_to_stock(scope=Scope.operator(), chosen=StockedFilter(), now=datetime.now(UTC))
    assert stocked.deliveries == figures["deliveries"]
    assert UNLOADING.seconds < (stocked.median_seconds or 0) < (stocked.p90_seconds or 0) < 14 * 3600


@pytest.mark.full
def test_all_days_run_clean_and_as_expected(run_demo: Demo) -> None:
    figures = run_demo(20)
    assert pick_figures(figures, ALL_DAYS) == ALL_DAYS


def count_supply_moves() -> dict[str, int]:
    """Return movements of what parcels are packed in, by reason."""
    with transaction(Scope.operator()):
        return dict(
            rows.fetch_tuples(
                "SELECT m.reason, count(*) FROM inventory_movement AS m "
                "JOIN access_merchant AS a ON a.id = m.merchant_id "
                "JOIN catalog_sku AS k ON k.id = m.sku_id "
                "WHERE a.code = 'HOUSE' OR k.code = 'LEAFLET' OR k.code ~ '^C[1-8]-' GROUP BY 1"
            )
        )


def list_released_by_policies() -> list[int]:
    with transaction(Scope.operator()):
        return [
            count
            for (count,) in rows.fetch_tuples(
                "SELECT count(*) FROM outbound_wave WHERE policy_id IS NOT NULL"
            )
        ]


def list_packed_in() -> list[tuple[str, int]]:
    """Return what parcels were packed in, by material, in grams."""
    with transaction(Scope.operator()):
        return rows.fetch_tuples(
            "SELECT g.key, sum(g.value::bigint)::bigint FROM outbound_packaginguse AS u, "
            "jsonb_each_text(u.material_grams) AS g GROUP BY 1 ORDER BY 1"
        )


def list_services_done() -> dict[str, int]:
    with transaction(Scope.operator()):
        return dict(
            rows.fetch_tuples(
                "SELECT x.code, count(*) FROM outbound_vastask AS t JOIN catalog_vasoption AS x ON x.id = t.option_id "
                "WHERE t.status = 'done' GROUP BY 1"
            )
        )


def count_trucks() -> dict[str, int]:
    with transaction(Scope.operator()):
        return dict(rows.fetch_tuples("SELECT status, count(*)::int FROM inbound_dockappointment GROUP BY 1"))


def count_pages(folder: Path) -> int:
    from pypdf import PdfReader

    return sum(len(PdfReader(path).pages) for path in folder.glob("*.pdf"))


def count_pallets() -> int:
    with transaction(Scope.operator()):
        return int(
            rows.fetch_value(
                "SELECT count(DISTINCT pallet_sscc) FROM shipping_parcel WHERE pallet_sscc <> ''"
            )
        )


def list_partner_shipments() -> list[tuple[str, int, int]]:
    """Return of each shipment from a partner: what its request became, how many messages told it, its parcels."""
    with transaction(Scope.operator()):
        return rows.fetch_tuples(
            "SELECT CASE WHEN f.status = 'dispatched' THEN 'sent' ELSE f.status END, "
            "(SELECT count(*) FROM messaging_message AS m WHERE m.fact = 'shipment_dispatched:' || s.id), "
            "(SELECT count(*) FROM shipping_parcel AS p WHERE p.shipment_id = s.id AND p.tracking_number <> '') "
            "FROM shipping_shipment AS s JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id "
            "WHERE f.request_status <> 'none'"
        )


def find_rerouted() -> list[tuple[str, str]]:
    """Return the sites, and states there, to which what the partner refused went."""
    with transaction(Scope.operator()):
        return rows.fetch_tuples(
            "SELECT s.code, f.status FROM orders_fulfillmentorder AS f JOIN network_site AS s ON s.id = f.site_id "
            "WHERE f.request_status = 'none' AND EXISTS (SELECT FROM orders_fulfillmentorder AS r "
            "WHERE r.order_id = f.order_id AND r.reject_reason <> '')"
        )


def list_people_in_the_journal() -> list[str]:
    """Return names and addresses of shoppers that a fact or a movement carries: there must be none."""
    with transaction(Scope.operator()):
        facts = rows.fetch_tuples(
            "SELECT string_agg(data::text || aggregate_id || actor_id, ' ') FROM journal_entry"
        )
        people = rows.fetch_tuples("SELECT DISTINCT name, email, phone FROM parties_contact")
    text = facts[0][0]
    return [part for person in people for part in person if part and part in text]
