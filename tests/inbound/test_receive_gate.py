from datetime import date, datetime

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.inbound.models import Receipt
from packhaus.inbound.services.receive import receive_against
from packhaus.inbound.types import Entry
from packhaus.terms.errors import NotRegistered
from packhaus.terms.services.registrations import write_registrations
from packhaus.terms.types.registrations import RegistrationDraft
from tests.harness.cast import Place
from tests.inbound.conftest import Announcing


def test_goods_are_not_taken_in_where_the_law_forbids_to_keep_them(
    announce: Announcing, acme: Merchant, berlin: Place, leeds: Place, operator: Scope, now: datetime
) -> None:
    with transaction(operator):
        Merchant.objects.filter(id=acme.id).update(is_own=False)
    asn = announce(("MUG", 5), site_id=berlin.id).header
    entries = [Entry("c-1", 5, sku_code="MUG")]
    with pytest.raises(NotRegistered) as refusal:
        receive_against(scope=operator, asn_id=asn.id, entries=entries, now=now, actor=SYSTEM)
    assert {gap["country"] for gap in refusal.value.data["gaps"]} == {"DE"}
    with transaction(operator):
        assert not Receipt.objects.exists()
    drafts = [
        RegistrationDraft("DE", scheme, "1", date(2026, 1, 1))
        for scheme in ("packaging_register", "packaging_system")
    ]
    write_registrations(scope=operator, merchant_id=acme.id, drafts=drafts, now=now, actor=SYSTEM)
    receive_against(scope=operator, asn_id=asn.id, entries=entries, now=now, actor=SYSTEM)
    elsewhere = announce(("MUG", 5), number="ASN-2").header  # Leeds is in no country with such a law
    receive_against(scope=operator, asn_id=elsewhere.id, entries=entries, now=now, actor=SYSTEM)
