"""Facts are appended with the change that made them true."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor, ActorKind
from packhaus.journal.services import record
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.kernel.ids import new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Fact):
    kind: ClassVar[str] = "lamp_lit"
    aggregate_kind: ClassVar[str] = "lamp"
    watts: int
    socket_id: UUID
    lit_on: date
    switch_by: ActorKind


def light(merchant: Merchant, **changes: Any) -> LampLit:
    values: dict[str, Any] = {
        "merchant_id": merchant.id,
        "aggregate_id": new_id(),
        "watts": 40,
        "socket_id": new_id(),
        "lit_on": date(2026, 11, 3),
        "switch_by": ActorKind.USER,
    }
    return LampLit(**(values | changes))


def test_facts_come_back_in_the_order_given_with_their_fields(
    acme: Merchant, acme_scope: Scope, now: datetime, actor: Actor
) -> None:
    facts = [light(acme, watts=watts) for watts in (40, 60, 25)]
    with transaction(acme_scope):
        record(facts, happened_at=now, actor=actor)
        found = rows.fetch_tuples(
            "SELECT kind, aggregate_kind, aggregate_id, data, actor_kind, happened_at FROM journal_entry ORDER BY id"
        )
    assert [row[:3] for row in found] == [("lamp_lit", "lamp", str(fact.aggregate_id)) for fact in facts]
    assert [row[3]["watts"] for row in found] == [40, 60, 25]
    assert found[0][3] == {
        "watts": 40,
        "socket_id": str(facts[0].socket_id),
        "lit_on": "2026-11-03",
        "switch_by": "user",
    }
    assert found[0][4:] == ("system", now)


@pytest.mark.parametrize(("count", "statements"), [(0, 0), (1, 1), (1000, 1)])
def test_recording_costs_one_statement_however_many(
    acme: Merchant, acme_scope: Scope, now: datetime, actor: Actor, count: int, statements: int
) -> None:
    with transaction(acme_scope), CaptureQueriesContext(connection) as captured:
        record([light(acme) for _ in range(count)], happened_at=now, actor=actor)
    assert len(captured) == statements


def test_another_merchant_does_not_see_the_fact(
    acme: Merchant, acme_scope: Scope, beta_scope: Scope, now: datetime, actor: Actor
) -> None:
    with transaction(acme_scope):
        record([light(acme)], happened_at=now, actor=actor)
    with transaction(beta_scope):
        assert rows.fetch_value("SELECT count(*) FROM journal_entry") == 0
