"""Every figure of the tower is the number of rows of the list behind it, at any hour and for any choice above."""

import csv
import re
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.orders.services.holds import place_hold
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from tests.harness.cast import Place
from tests.harness.stock import put_stock
from tests.orders.drafts import make_draft
from tests.web.tower.conftest import read, set_due

_LABEL = r'(?:<span class="stat-label">[^<]*</span><span class="stat-value">)?'
_FIGURE = rf'<a[^>]*href="(/[^"]*)"[^>]*>\s*{_LABEL}([\d,.%–]+)<'


@pytest.fixture
def busy_day(
    acme: Merchant, acme_scope: Scope, lamp: Sku, leeds: Place, orders: list[UUID], clock: datetime
) -> None:
    """Eight orders: two gone in time and one late, one left behind, one about to be; holds, shorts, units owed."""
    put_stock(lamp, leeds, 13, backorder_limit=100)
    drafts = [make_draft(("LAMP", 3), number=f"B-{n}", placed_at=clock) for n in range(5)]
    placed = place_orders(scope=acme_scope, merchant_id=acme.id, drafts=drafts, now=clock, actor=SYSTEM)
    more = [order.id for order in placed if isinstance(order, PlacedOrder)]
    set_due([more[0]], clock - timedelta(hours=30))
    set_due([more[1]], clock + timedelta(seconds=40))
    hold_two_ways(acme_scope, more[2:4], clock)
    leave(orders[:2], clock)
    leave(orders[2:], clock + timedelta(days=2))
    miss(leeds, more[1], lamp, clock)


def hold_two_ways(scope: Scope, order_ids: list[UUID], clock: datetime) -> None:
    for reason in ("fraud", "address"):
        place_hold(
            scope=scope, order_ids=order_ids[:1], reason=reason, now=clock - timedelta(hours=5), actor=SYSTEM
        )
    place_hold(scope=scope, order_ids=order_ids[1:], reason="fraud", now=clock, actor=SYSTEM)


def leave(order_ids: list[UUID], at: datetime) -> None:
    # Walking an order through outbound would test that instead.
    with transaction(Scope.operator()):
        rows.execute(
            "UPDATE orders_fulfillmentorder SET status = 'dispatched', dispatched_at = %(at)s "
            "WHERE order_id = ANY(%(ids)s::uuid[])",
            {"ids": order_ids, "at": at},
        )
        rows.execute(
            "UPDATE orders_order SET stage = 'shipped' WHERE id = ANY(%(ids)s::uuid[])", {"ids": order_ids}
        )


def miss(place: Place, order_id: UUID, sku: Sku, at: datetime) -> None:
    with transaction(Scope.operator()):
        for reason in ("damaged", "damaged", "fewer"):
            rows.execute(
                "INSERT INTO outbound_short (merchant_id, task_id, fulfillment_id, line_id, sku_id, location_id, "
                "site_id, missing, reason, written_off, from_other_bin, from_other_site, to_backorder, happened_at) "
                "SELECT f.merchant_id, 1, f.id, 1, %(sku)s::uuid, %(bin)s, f.site_id, 2, %(reason)s::text, 0, 0, 0, 2, "
                "%(at)s FROM orders_fulfillmentorder AS f WHERE f.order_id = %(order)s::uuid",
                {
                    "sku": sku.id,
                    "bin": place.locations["A-01-01"],
                    "reason": reason,
                    "at": at,
                    "order": order_id,
                },
            )


def list_figures(page: str) -> list[tuple[str, str]]:
    """Return address and figure of every card."""
    cards = page[page.index('<div class="stats') : page.index('id="decisions"')]
    return [(unescape(url), figure) for url, figure in re.findall(_FIGURE, cards)]


def count_rows(client: Client, url: str) -> int:
    found = re.search(r"of ([\d,]+) rows?<", read(client, url))
    return int(found[1].replace(",", "")) if found else 0


def export(client: Client, url: str) -> list[dict[str, str]]:
    answer = client.get(f"{url}{'&' if '?' in url else '?'}format=csv")
    return list(csv.DictReader(b"".join(answer).decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize("chosen", ["nothing", "site", "merchant", "stranger"])
def test_every_card_leads_to_exactly_as_many_rows_as_it_shows(
    client: Client,
    lead: User,
    busy_day: None,
    wave: None,
    leeds: Place,
    acme: Merchant,
    beta: Merchant,
    chosen: str,
) -> None:
    cookies = {
        "site": ("packhaus_site", leeds.id),
        "merchant": ("packhaus_merchant", acme.id),
        "stranger": ("packhaus_merchant", beta.id),
    }
    if chosen in cookies:
        name, value = cookies[chosen]
        client.cookies[name] = str(value)
    client.force_login(lead)
    page = read(client)
    figures = list_figures(page)
    assert len(figures) == 7
    for url, figure in figures:
        if url.startswith("/orders/backorders/"):
            listed = export(client, url)
            assert sum(int(row["units"]) for row in listed) == int(figure), url
            assert f"{len(listed)} SKU" in page
        elif figure == "–" or figure.endswith("%"):
            assert f"of {count_rows(client, url)} gone" in page
        else:
            assert count_rows(client, url) == int(figure), url


def test_the_figures_of_a_busy_day_are_what_happened(
    client: Client, lead: User, busy_day: None, wave: None
) -> None:
    client.force_login(lead)
    found = [figure for _, figure in list_figures(read(client))]
    due, late, _risk, shorts, held, _waiting, share = found
    assert (due, late, shorts, held) == ("6", "1", "3", "3")
    assert share == "66.7%"


def test_a_departures_segments_add_up_to_their_lists(
    client: Client, lead: User, busy_day: None, wave: None
) -> None:
    client.force_login(lead)
    page = read(client)
    told = re.findall(r'href="(/work/\?[^"]*stage=[^"]*)"[^>]*>\s*<title>[^<]*?: ([\d,]+)', page)
    told += re.findall(r'href="(/work/\?[^"]*stage=[a-z]+)"[^>]*aria-label="[^"]*?: ([\d,]+)', page)
    told += re.findall(r'<a href="(/work/\?[^"]*stage=[a-z]+)">[^<]*?: ([\d,]+)', page)
    assert told
    for url, figure in told:
        assert count_rows(client, unescape(url)) == int(figure), url
