"""A shopper of ACME, and notices to tell her."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.kernel.ids import new_id
from packhaus.kernel.money import Money
from packhaus.messaging.models import Message
from packhaus.messaging.services.queue import queue_messages
from packhaus.messaging.types import Notice, NoticeKind, NoticeLine, NoticeParcel, NoticeTotals
from packhaus.parties.models import Contact
from tests.messaging.smtp_server import Postbox, run_postbox

MakeContact = Callable[..., UUID]
Tell = Callable[..., int]
ReadStatuses = Callable[[], list[tuple[str, str]]]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with run_postbox() as postbox:
        yield postbox


@pytest.fixture
def make_contact(acme: Merchant, operator: Scope, now: datetime) -> MakeContact:
    def make_contact(**changes: Any) -> UUID:
        values = {"name": "Anna Schmidt", "email": "anna@example.com", "language": "de"} | changes
        with transaction(operator):
            return Contact.objects.create(merchant_id=acme.id, created_at=now, **values).id

    return make_contact


@pytest.fixture
def notice(acme: Merchant, make_contact: MakeContact) -> Notice:
    def pounds(minor: int) -> Money:
        return Money(minor, "GBP")

    return Notice(
        merchant_id=acme.id,
        fact="order_placed:7:1",
        kind=NoticeKind.ORDER_CONFIRMED,
        contact_id=make_contact(),
        topic_kind="order",
        topic_id=new_id(),
        topic_number="SO-7",
        link_path="/t/token",
        lines=(
            NoticeLine("Mug, <blue> & large", 1200, pounds(300_000)),
            NoticeLine("Lamp", 1, pounds(1250), is_dated=True, expected_on=date(2026, 11, 12)),
            NoticeLine("Shade", 2, pounds(2), is_dated=True),
        ),
        totals=NoticeTotals(pounds(301_252), pounds(252), pounds(495), pounds(0), pounds(301_495), pounds(0)),
        parcels=(NoticeParcel("DHL", "003404", "https://dhl.example/003404"), NoticeParcel("DHL", "003405")),
        is_whole=False,
        is_waiting=True,
    )


@pytest.fixture
def tell(operator: Scope, now: datetime, notice: Notice) -> Tell:
    """Queue the notice, changed as asked."""

    def tell(**changes: Any) -> int:
        with transaction(operator):
            return queue_messages(notices=[replace(notice, **changes)], now=now)

    return tell


@pytest.fixture
def statuses(operator: Scope) -> ReadStatuses:
    """Return status and failure of every message, oldest first."""

    def statuses() -> list[tuple[str, str]]:
        with transaction(operator):
            return list(Message.objects.order_by("id").values_list("status", "failure"))

    return statuses
