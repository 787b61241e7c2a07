import re
from datetime import UTC, datetime, timedelta

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inventory.events import StockReceived
from packhaus.journal.queries.reading import COLUMNS
from packhaus.journal.services import record
from packhaus.journal.services.causes import because_of
from packhaus.journal.types import EntryRow
from packhaus.kernel import rows
from packhaus.orders.handlers import promise_freed_stock
from packhaus.orders.queries.get_order import OrderDetail, get_order
from packhaus.orders.services.place import place_orders
from packhaus.orders.types import PlacedOrder
from packhaus.parties.services.forget_contacts import forget_contacts
from packhaus.web.console.order_timeline import fold
from packhaus.web.parts import TimelineEntry
from tests.harness.cast import Place
from tests.harness.privacy import assert_nobody_is_named
from tests.harness.stock import PutStock
from tests.orders.drafts import make_draft
from tests.web.conftest import SignIn

WORDS = "Anna asked to leave it with Mr Mill next door"


def read(number: str) -> OrderDetail:
    return get_order(Scope.operator(), number=number)


def link(number: str, page: str = "") -> str:
    return f"/orders/ACME:{number}/{page}"


def test_a_note_stands_in_the_timeline_and_never_in_the_journal(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    client.post(link(numbers[0], "notes/"), {"note": WORDS, "visibility": "internal"})
    page = client.get(link(numbers[0])).content.decode()
    assert WORDS in page
    assert 'class="is-internal"' in page
    assert_nobody_is_named()
    client.post(link(numbers[0], "notes/"), {"note": "For you", "visibility": "merchant"})
    assert 'class="is-shown"' in client.get(link(numbers[0])).content.decode()


def test_a_merchant_reads_the_warehouse_and_no_name(
    sign_in: SignIn, lead: User, owner: User, numbers: list[str]
) -> None:
    sign_in(lead).post(link(numbers[0], "notes/"), {"note": WORDS, "visibility": "merchant"})
    seen = {user: sign_in(user).get(link(numbers[0])).content.decode() for user in (lead, owner)}
    assert f"<b>{lead.name}</b>" in seen[lead]
    assert lead.name not in seen[owner]
    assert "<b>Warehouse</b>" in seen[owner]


def test_a_note_is_taken_back_by_its_toast(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    client = sign_in(lead)
    page = client.post(
        link(numbers[0], "notes/"), {"note": WORDS, "visibility": "internal"}, follow=True
    ).content.decode()
    client.post(re.findall(r'action="(/undo/[^"]+)"', page)[-1])
    page = client.get(link(numbers[0])).content.decode()
    assert WORDS not in page
    assert "wrote a note" not in page
    with transaction(Scope.operator()):
        assert rows.fetch_value("SELECT count(*) FROM parties_blob WHERE kind = 'order_note'") == 0


def test_forgetting_the_shopper_takes_the_words_of_notes_too(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    client.post(link(numbers[0], "notes/"), {"note": WORDS, "visibility": "internal"})
    with transaction(Scope.operator()):
        [(contact_id,)] = rows.fetch_tuples(
            "SELECT contact_id FROM orders_order WHERE number = %(number)s", {"number": numbers[0]}
        )
        forget_contacts(contact_ids=[contact_id], now=datetime.now(UTC), actor=SYSTEM)
    page = client.get(link(numbers[0])).content.decode()
    assert WORDS not in page
    assert "The words are gone" in page


def test_an_empty_note_is_refused(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    assert sign_in(lead).post(link(numbers[0], "notes/"), {"note": "  "}).status_code == 422


def test_chips_narrow_the_timeline(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    client = sign_in(lead)
    client.post(link(numbers[0], "notes/"), {"note": WORDS, "visibility": "internal"})
    notes = client.get(link(numbers[0]), {"kind": "notes"}).content.decode()
    status = client.get(link(numbers[0]), {"kind": "status"}).content.decode()
    assert WORDS in notes
    assert "took the order" not in notes
    assert WORDS not in status
    assert "took the order" in status


def test_fifty_entries_are_told_and_then_older_ones(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    client = sign_in(lead)
    for place in range(51):
        client.post(link(numbers[0], "notes/"), {"note": f"Note {place}", "visibility": "internal"})
    page = client.get(link(numbers[0])).content.decode()
    assert "Note 50<" in page
    assert "Note 0<" not in page
    [older] = re.findall(r'href="(\?before=\d+)#timeline"', page)
    assert "Note 0<" in client.get(link(numbers[0]) + older).content.decode()


def test_an_order_is_tagged_on_its_page_and_that_is_taken_back(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    page = client.post(link(numbers[0], "tags/"), {"tag": "Gift wrap"}, follow=True).content.decode()
    assert read(numbers[0]).header.tags == ["gift-wrap"]
    client.post(re.findall(r'action="(/undo/[^"]+)"', page)[-1])
    assert read(numbers[0]).header.tags == []
    client.post(link(numbers[0], "tags/"), {"tag": "vip"})
    client.post(link(numbers[0], "tags/"), {"remove": "vip"})
    assert read(numbers[0]).header.tags == []


def test_who_may_not_write_sees_no_field(
    sign_in: SignIn, associate: User, stranger: User, numbers: list[str]
) -> None:
    for person in (associate, stranger):
        assert sign_in(person).post(link(numbers[0], "notes/"), {"note": WORDS}).status_code == 404


def test_what_one_person_did_again_and_again_is_one_entry() -> None:
    at = datetime(2026, 11, 3, 14, 2, tzinfo=UTC)
    picks = [TimelineEntry(at - timedelta(minutes=place), "Dewi", "picked it") for place in range(5)]
    other = TimelineEntry(at - timedelta(minutes=9), "Lina", "packed it")
    folded = fold([*picks, other, picks[0]])
    assert [str(entry.sentence) for entry in folded] == ["5 times: picked it", "packed it", "picked it"]
    assert folded[0].since == at - timedelta(minutes=4)
    assert len(folded[0].folded) == 5


def test_units_that_waited_are_promised_because_stock_came_in(
    sign_in: SignIn,
    lead: User,
    operator: Scope,
    acme: Merchant,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
) -> None:
    stock(mug, leeds, 1, backorder_limit=9)
    (placed,) = place_orders(
        scope=operator,
        merchant_id=acme.id,
        drafts=[make_draft(("MUG", 4), number="WAITS")],
        now=now,
        actor=SYSTEM,
    )
    assert isinstance(placed, PlacedOrder)
    stock(mug, leeds, 5)
    with transaction(operator):
        fact = StockReceived(merchant_id=acme.id, aggregate_id=mug.id, site_id=str(leeds.id), units=5)
        record([fact], happened_at=now, actor=SYSTEM)
        entries = rows.fetch_rows(
            EntryRow,
            f"SELECT {COLUMNS} FROM journal_entry AS e WHERE e.kind = 'stock_received'",
        )
        with because_of(entries):
            promise_freed_stock(entries, now)
    page = sign_in(lead).get(link(placed.number)).content.decode()
    assert "promised 3 units that waited" in page
    assert "because 5 units of MUG came in" in page
