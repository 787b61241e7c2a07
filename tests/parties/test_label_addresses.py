from datetime import datetime

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.parties.models import Address, Contact
from packhaus.parties.queries.label_addresses import list_label_addresses


def make_address(scope: Scope, merchant: Merchant, now: datetime) -> Address:
    with transaction(scope):
        contact = Contact.objects.create(
            merchant_id=merchant.id, name="Ani", phone="+6281234567890", language="id", created_at=now
        )
        return Address.objects.create(
            merchant_id=merchant.id,
            contact=contact,
            lines=["Jl. Dago 12"],
            city="Bandung",
            district="Coblong",
            region="Jawa Barat",
            postal_code="40135",
            country="ID",
            created_at=now,
        )


def test_labels_get_their_lines_at_once(acme: Merchant, acme_scope: Scope, now: datetime) -> None:
    address = make_address(acme_scope, acme, now)
    with transaction(acme_scope):
        found = list_label_addresses(wanted=[(address.id, "ID"), (address.id, "ID"), (address.id, "DE")])
    at_home, from_abroad = found[address.id, "ID"], found[address.id, "DE"]
    assert at_home.lines == ("Ani", "Jl. Dago 12", "Kec. Coblong", "Bandung", "Jawa Barat 40135")
    assert at_home.phone == "+6281234567890"
    assert from_abroad.lines != at_home.lines, "mail that leaves its country is in capitals"


def test_a_stranger_gets_none(acme: Merchant, acme_scope: Scope, beta_scope: Scope, now: datetime) -> None:
    address = make_address(acme_scope, acme, now)
    with transaction(beta_scope):
        assert list_label_addresses(wanted=[(address.id, "ID")]) == {}
