"""A person who ordered, was told and was sent a parcel is looked for in every column of every table."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.insight.handlers import SEARCHED_KINDS, index_search
from packhaus.insight.queries.search import search
from packhaus.insight.services.subjects import SubjectMarks, export_subject, forget_subject
from packhaus.journal.queries.reading import COLUMNS
from packhaus.journal.types import EntryRow
from packhaus.kernel import rows
from packhaus.orders import notices as order_notices
from packhaus.orders.services.change import change_recipient
from packhaus.outbound import notices as outbound_notices
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.types import WaveOutcome
from packhaus.parties.types import AddressDraft, ContactDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import (
    Packing,
    Picking,
    Releasing,
    batch,
    carriers,
    count,
    pack,
    pick,
    place,
    place_one,
    release,
)

__all__ = ["batch", "carriers", "count", "pack", "pick", "place", "place_one", "release"]

CONTACT = ContactDraft(
    name="Wilhelmine Zauberstab", email="wilhelmine@secret.example", phone="+491701234567", language="de",
    company="Hexenkessel KG", reference="KD-HEX-77",
)  # fmt: skip
ADDRESS = AddressDraft(lines=("Geheimgasse 7",), city="Verstecken", postal_code="10119", country="DE")
SECRETS = (
    "Wilhelmine", "Zauberstab", "secret.example", "1701234567", "Hexenkessel", "KD-HEX-77", "Geheimgasse", "Verstecken",
)  # fmt: skip

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns AS c
JOIN information_schema.tables AS t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
  AND c.data_type IN ('character varying', 'text', 'jsonb', 'json', 'ARRAY', 'bytea')
ORDER BY 1, 2
"""


def list_columns() -> Iterator[tuple[str, str]]:
    """Every column of every table that may hold words, and how to read it as text."""
    for table, column, kind in rows.fetch_tuples(_COLUMNS):
        text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
        yield (
            f"{table}.{column}",
            f'SELECT count(*) FROM "{table}" WHERE {text} ILIKE ANY(%(secrets)s::text[])',
        )


def find_secrets() -> dict[str, int]:
    secrets = {"secrets": [f"%{secret}%" for secret in SECRETS]}
    with transaction(Scope.operator()):
        columns = dict(list_columns())
        assert len(columns) > 100, "every table is looked at"
        found = {name: rows.fetch_value(sql, secrets) for name, sql in columns.items()}
    return {name: units for name, units in found.items() if units}


def feed(kinds: tuple[str, ...], handle: Callable[[list[EntryRow], datetime], None], now: datetime) -> None:
    with transaction(Scope.operator()):
        sql = f"SELECT {COLUMNS} FROM journal_entry AS e WHERE kind = ANY(%(kinds)s) ORDER BY e.id"
        entries = rows.fetch_rows(EntryRow, sql, {"kinds": list(kinds)})
        assert entries
        handle(entries, now)


@pytest.fixture
def number(
    place_one: PlacingOne,
    stock: PutStock,
    mug: Sku,
    leeds: Place,
    now: datetime,
    operator: Scope,
    release: Releasing,
    batch: Callable[[WaveOutcome], list[UUID]],
    pick: Picking,
    pack: Packing,
) -> str:
    """An order that went all the way, its recipient corrected once."""
    stock(mug, leeds, 3)
    before = AddressDraft(lines=("Geheimgasse 6",), city="Verstecken", postal_code="10119", country="DE")
    placed = place_one(make_draft(("MUG", 3), contact=CONTACT, address=before))
    feed(SEARCHED_KINDS, index_search, now)
    change_recipient(
        scope=operator, order_id=placed.id, contact=CONTACT, address=ADDRESS, now=now, actor=SYSTEM
    )
    batch(release())
    pick()
    (packed,) = pack()
    dispatch_shipments(shipment_ids=[packed.shipment_id], now=now, actor=SYSTEM)
    feed(SEARCHED_KINDS, index_search, now)
    feed(order_notices.TOLD_KINDS, order_notices.tell_shoppers, now)
    feed(outbound_notices.TOLD_KINDS, outbound_notices.tell_shoppers, now)
    with transaction(operator):
        rows.execute("UPDATE messaging_message SET failure = '550 <wilhelmine@secret.example> unknown'")
    return placed.number


def test_no_column_of_any_table_names_a_forgotten_person(
    number: str, acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    before = find_secrets()
    assert {name.partition(".")[0] for name in before} >= {
        "parties_contact", "parties_address", "messaging_messagebody", "insight_searchkey",
    }  # fmt: skip
    marks = SubjectMarks(merchant_id=acme.id, email=CONTACT.email)
    assert forget_subject(scope=acme_scope, marks=marks, now=now, actor=SYSTEM) == 2
    assert find_secrets() == {}
    assert [hit.target for hit in search(acme_scope, text=number)] == [number]
    feed(SEARCHED_KINDS, index_search, now)
    assert find_secrets() == {}, "facts that are read again bring nothing back"


def test_the_export_has_every_column_about_a_person(number: str, acme: Merchant, acme_scope: Scope) -> None:
    known = export_subject(scope=acme_scope, marks=SubjectMarks(merchant_id=acme.id, email=CONTACT.email))
    text = json.dumps(known, default=str)
    assert [secret for secret in SECRETS if secret not in text] == []
    assert [order["number"] for order in known["orders"]] == [number]
    assert len(known["parcels"]) == 1
    own = {"id", "merchant_id", "forgotten_at"}
    with transaction(acme_scope):
        columns = rows.fetch_tuples(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_name IN ('parties_contact', 'parties_address')"
        )
    for table, part in (("parties_contact", "contacts"), ("parties_address", "addresses")):
        missing = {column for name, column in columns if name == table} - known[part][0].keys() - own
        assert missing == set(), table
