"""Services, cards and commands at the packing bench."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.catalog.services.vas import save_vas_options
from packhaus.catalog.services.vas_rules import replace_vas_rules
from packhaus.catalog.types import VasOptionDraft, VasRuleDraft
from packhaus.kernel import rows
from tests.web.floor.test_pack_page import HTMX, count_packed, see_all, tote

__all__ = ["tote"]


@pytest.fixture
def wrapped(mug: Sku, lamp: Sku) -> None:
    """Mugs of ACME are wrapped, and every order has a card."""
    with transaction(Scope.operator()):
        orders = rows.fetch_tuples("SELECT id, merchant_id, contact_id FROM orders_order ORDER BY id")
    named: dict[str, Any] = {
        "scope": Scope.operator(),
        "merchant_id": mug.merchant_id,
        "now": timezone.now(),
        "actor": SYSTEM,
    }
    drafts = [
        VasOptionDraft(
            "WRAP", "gift_wrap", {"en": "Gift wrap"}, {"en": "Red ribbon"}, per="unit", sku="LAMP", sku_quantity=1
        ),
        VasOptionDraft("CARD", "gift_message", {"en": "Gift message"}, asks_text=True),
    ]  # fmt: skip
    save_vas_options(drafts=drafts, **named)
    replace_vas_rules(drafts=[VasRuleDraft(option="WRAP", skus=("MUG",))], **named)
    with transaction(Scope.operator()):
        for order_id, merchant_id, contact_id in orders:
            rows.execute(
                "WITH words AS (INSERT INTO parties_blob (id, merchant_id, contact_id, kind, media_type, content, "
                "created_at, expires_at) VALUES (gen_random_uuid(), %(m)s, %(c)s, 'vas_text', 'text/plain', "
                "convert_to('Alles Gute', 'UTF8'), now(), now() + interval '1 day') RETURNING id) "
                "INSERT INTO orders_vasask (merchant_id, order_id, option_id, blob_id) SELECT %(m)s, %(o)s, x.id, w.id "
                "FROM words AS w, catalog_vasoption AS x WHERE x.code = 'CARD'",
                {"m": merchant_id, "c": contact_id, "o": order_id},
            )


def read_step(page: str) -> str:
    return str(re.findall(r'name="step_id" value="([^"]*)"', page)[-1])


def scan(client: Client, tote: str, code: str, step: str = "", client_id: str = "") -> str:
    sent = {"scan": code, "step_id": step, "client_id": client_id}
    return client.post(f"/pack/{tote}/", sent, headers=HTMX).content.decode()


def test_what_is_to_be_done_is_a_line_of_the_checklist_and_keeps_the_carton_open(
    as_associate: Client, tote: str, wrapped: None
) -> None:
    seen = see_all(as_associate, tote)
    page = as_associate.get(f"/pack/{tote}/", {"seen": seen}).content.decode()
    assert "Take carton" not in page
    assert "Alles Gute" in page
    assert as_associate.post(f"/pack/{tote}/close/", {"step_id": seen}).status_code == 422
    page = scan(as_associate, tote, "lamp", seen, "s-1")  # the ribbon that the wrap uses up
    assert "Done: Gift wrap" in page
    assert "Print the card" in page
    (card,) = re.findall(r'href="([^"]+card.pdf[^"]+)"', page)
    assert as_associate.get(card.replace("&amp;", "&")).content.startswith(b"%PDF")
    page = as_associate.post(
        f"/pack/{tote}/services/", {"step_id": seen, "vas": "CARD.0", "do": "done"}
    ).content.decode()
    assert "Take carton" in page
    undone = as_associate.post(f"/pack/{tote}/services/", {"step_id": seen, "vas": "CARD.0", "do": "undo"})
    assert "Take carton" not in undone.content.decode()
    scan(as_associate, tote, "CARD", seen)
    assert as_associate.post(f"/pack/{tote}/close/", {"step_id": seen}).status_code == 302
    assert count_packed() == 1


def test_an_order_is_divided_and_closed_by_the_command_card(as_associate: Client, tote: str) -> None:
    assert as_associate.get("/pack/commands.pdf").content.startswith(b"%PDF")
    assert "Nothing new was scanned" in scan(as_associate, tote, "CMD-SPLIT")
    step = read_step(scan(as_associate, tote, "MUG"))
    page = scan(as_associate, tote, "cmd-split", step)
    assert "This carton is full" in page
    for _ in range(2):
        page = scan(as_associate, tote, "MUG", read_step(page))
    assert re.findall(r"\d × Mug, blue", page)
    assert page.count('class="bench-carton"') == 2
    page = scan(as_associate, tote, "CMD-SECOND", read_step(page))
    assert page.count('class="bench-carton"') == 3
    answer = as_associate.post(
        f"/pack/{tote}/", {"scan": "CMD-CLOSE", "step_id": read_step(page)}, headers=HTMX
    )
    done = answer.headers["HX-Redirect"]
    with transaction(Scope.operator()):
        found = rows.fetch_tuples("SELECT quantity FROM shipping_parcelitem ORDER BY parcel_id")
        assert sorted(found) == [(1,), (2,)]
    again = as_associate.post("/pack/", {"scan": "CMD-REPRINT"}, headers=HTMX)
    assert as_associate.get(again.headers["HX-Redirect"]).content.startswith(b"%PDF")
    assert as_associate.get(done).content.decode().count("printed 1 time") == 2


def test_a_pause_keeps_what_was_seen(as_associate: Client, tote: str) -> None:
    step = read_step(scan(as_associate, tote, "MUG"))
    scan(as_associate, tote, "CMD-PAUSE", step)
    assert "paused" in as_associate.get("/pack/").content.decode()
    assert "1/3" in as_associate.get(f"/pack/{tote}/").content.decode()


def test_a_tote_with_a_problem_is_set_aside_until_it_is_solved(as_associate: Client, tote: str) -> None:
    answer = as_associate.post(f"/pack/{tote}/", {"scan": "CMD-PROBLEM", "step_id": ""}, headers=HTMX)
    url = answer.headers["HX-Redirect"]
    assert as_associate.post(url, {"reason": "hungry"}).status_code == 422
    as_associate.post(url, {"reason": "damaged"})
    assert "An item is damaged" in as_associate.get("/pack/").content.decode()
    seen = see_all(as_associate, tote)
    refused = as_associate.post(f"/pack/{tote}/close/", {"step_id": seen})
    assert refused.status_code == 409
    assert "set aside" in refused.content.decode()
    as_associate.post(url, {"do": "solve"})
    assert as_associate.post(f"/pack/{tote}/close/", {"step_id": seen}).status_code == 302


def test_a_photo_is_the_orders_and_its_shoppers_and_not_a_strangers(
    as_associate: Client, client: Client, tote: str, lead: User, stranger: User
) -> None:
    page = as_associate.get(f"/pack/{tote}/").content.decode()
    (url,) = re.findall(r'action="(/pack/photos/[^"]+/add/)"', page)
    assert as_associate.post(url, {"photo": SimpleUploadedFile("x.png", b"no picture")}).status_code == 422
    png = SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    assert (
        as_associate.post(url, {"photo": png, "back": f"/pack/{tote}/"}).headers["Location"]
        == f"/pack/{tote}/"
    )
    with transaction(Scope.operator()):
        ((number, photo_id, kind, is_shoppers),) = rows.fetch_tuples(
            "SELECT o.number, p.id, b.kind, b.contact_id = o.contact_id FROM outbound_packphoto AS p "
            "JOIN orders_order AS o ON o.id = p.order_id JOIN parties_blob AS b ON b.id = p.blob_id"
        )
    assert (kind, is_shoppers) == ("packing_photo", True)
    client.force_login(lead)
    assert f"/pack/photos/{photo_id}/" in client.get(f"/orders/{number}/").content.decode()
    assert client.get(f"/pack/photos/{photo_id}/").content.startswith(b"\x89PNG")
    client.force_login(stranger)
    assert client.get(f"/pack/photos/{photo_id}/").status_code == 404


def test_what_is_done_before_packing_waits_on_the_floor_until_its_tote_is_done(
    as_associate: Client, tote: str, wrapped: None
) -> None:
    with transaction(Scope.operator()):
        rows.execute("UPDATE catalog_vasoption SET step = 'before' WHERE code = 'WRAP'")
    assert tote in as_associate.get("/floor/services/").content.decode()
    assert "Gift wrap for tote" in as_associate.get("/floor/").content.decode()
    assert as_associate.post("/floor/services/", {"scan": "T-none"}, headers=HTMX).status_code == 422
    led = as_associate.post("/floor/services/", {"scan": tote.lower()}, headers=HTMX)
    url = led.headers["HX-Redirect"]
    assert "Red ribbon" in as_associate.get(url).content.decode()
    assert as_associate.post(f"{url}scan/", {"scan": "nothing"}, headers=HTMX).status_code == 422
    for _ in range(2):
        page = as_associate.post(f"{url}scan/", {"scan": "WRAP", "client_id": "w-1"}, headers=HTMX)
    assert "To packing" in as_associate.get(url).content.decode()
    assert page.status_code in {200, 422}
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT count(*) FROM journal_entry WHERE kind = 'vas_done'") == 1
