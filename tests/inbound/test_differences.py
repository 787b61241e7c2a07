"""A closed delivery notes what differs; its merchant accepts or disputes it, the operator answers, once each."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM, Actor
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import DifferenceNotFound
from packhaus.inbound.queries.list_asns import AsnDetail
from packhaus.inbound.queries.list_differences import DifferenceFilter, DifferenceRow, list_differences
from packhaus.inbound.services.close import close_asn
from packhaus.inbound.services.differences import accept_differences, answer_disputes, dispute_differences
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.kernel.states import IllegalTransition
from tests.inbound.conftest import Announcing, come


@pytest.fixture
def closed(announce: Announcing, lamp: Sku, now: datetime) -> AsnDetail:
    """Ten mugs were announced, of which seven came whole and one wet; the lamp came as announced."""
    known = announce(("MUG", 10), ("LAMP", 1))
    come(known, "MUG", 7, now)
    come(known, "MUG", 1, now, damage_reason="wet")
    come(known, "LAMP", 1, now)
    reasons = {line.id: "not_sent" for line in known.lines if line.sku_code == "MUG"}
    close_asn(
        scope=Scope.operator(), asn_id=known.header.id, reasons=reasons, is_lead=True, now=now, actor=SYSTEM
    )
    return known


def find(now: datetime) -> DifferenceRow:
    chosen = DifferenceFilter()
    [row] = list_differences(scope=Scope.operator(), chosen=chosen, now=now, page=PageOf()).rows
    return row


def test_what_differs_is_disputed_and_answered(
    closed: AsnDetail, acme_scope: Scope, operator: Scope, owner_actor: Actor, now: datetime
) -> None:
    row = find(now)
    assert (row.sku_code, row.expected, row.received, row.damaged, row.missing) == ("MUG", 10, 7, 1, 2)
    with pytest.raises(Invalid):
        dispute_differences(scope=acme_scope, ids=[row.id], reason="angry", now=now, actor=owner_actor)
    dispute_differences(scope=acme_scope, ids=[row.id], reason="sent_all", now=now, actor=owner_actor)
    with pytest.raises(IllegalTransition):
        dispute_differences(scope=acme_scope, ids=[row.id], reason="not_ours", now=now, actor=owner_actor)
    assert (find(now).status, find(now).reason) == ("disputed", "sent_all")
    with pytest.raises(Invalid):
        answer_disputes(
            scope=operator, ids=[row.id], outcome="granted", ground="photo_shows", now=now, actor=SYSTEM
        )
    answer_disputes(scope=operator, ids=[row.id], outcome="granted", ground="found", now=now, actor=SYSTEM)
    with pytest.raises(IllegalTransition):
        accept_differences(scope=acme_scope, ids=[row.id], now=now, actor=owner_actor)
    assert (find(now).status, find(now).ground) == ("granted", "found")


def test_a_dispute_is_withdrawn_and_nothing_undisputed_is_answered(
    closed: AsnDetail, acme_scope: Scope, operator: Scope, owner_actor: Actor, now: datetime
) -> None:
    row = find(now)
    with pytest.raises(IllegalTransition):
        answer_disputes(scope=operator, ids=[row.id], outcome="upheld", ground="other", now=now, actor=SYSTEM)
    dispute_differences(scope=acme_scope, ids=[row.id], reason="count_again", now=now, actor=owner_actor)
    accept_differences(scope=acme_scope, ids=[row.id], now=now, actor=owner_actor)
    assert (find(now).status, find(now).reason, find(now).ground) == ("accepted", "", "")


def test_another_merchant_finds_no_difference(
    closed: AsnDetail, beta_scope: Scope, owner_actor: Actor, now: datetime
) -> None:
    row = find(now)
    found = list_differences(scope=beta_scope, chosen=DifferenceFilter(), now=now, page=PageOf())
    assert found.rows == []
    with pytest.raises(DifferenceNotFound):
        accept_differences(scope=beta_scope, ids=[row.id], now=now, actor=owner_actor)
    assert find(now).status == "open"
