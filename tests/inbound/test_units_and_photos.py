"""A pallet comes in by one scan, and a photo says what words do not."""

from datetime import datetime, timedelta

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.inbound.errors import AsnNotFound
from packhaus.inbound.models import Photo
from packhaus.inbound.queries.list_asns import AsnDetail, get_asn
from packhaus.inbound.queries.list_photos import get_picture, list_photos
from packhaus.inbound.services.photos import keep_photo
from packhaus.inbound.services.receive_unit import receive_unit
from packhaus.inbound.types import AsnLineDraft
from packhaus.inventory.models import Balance, HandlingUnit
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.parties.services.forget_contacts import delete_expired_blobs
from packhaus.parties.services.pictures import MOST_BYTES, Picture
from tests.inbound.conftest import Announcing

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def pallet(announce: Announcing, lamp: Sku) -> AsnDetail:
    return announce(
        lines=(
            AsnLineDraft("MUG", 60, unit_code="PALLET-1", unit_kind="pallet"),
            AsnLineDraft("LAMP", 5, lot_code="L-1", unit_code="PALLET-1", unit_kind="pallet"),
            AsnLineDraft("LAMP", 7),
        )
    )


def test_a_whole_pallet_is_booked_by_one_scan_and_once(
    pallet: AsnDetail, operator: Scope, now: datetime
) -> None:
    def scan() -> int:
        return len(
            receive_unit(scope=operator, asn_id=pallet.header.id, unit_code="PALLET-1", now=now, actor=SYSTEM)
        )

    assert (scan(), scan()) == (2, 0)
    found = get_asn(scope=operator, merchant_id=pallet.header.merchant_id, number="ASN-1")
    assert [line.received for line in found.lines] == [60, 5, 0]
    with transaction(operator):
        [unit] = HandlingUnit.objects.filter(code="PALLET-1")
        on_it = Balance.objects.filter(handling_unit_id=unit.id).order_by("on_hand")
        assert (unit.kind, [one.on_hand for one in on_it]) == ("pallet", [5, 60])


def test_a_unit_that_is_not_announced_is_not_found(pallet: AsnDetail, operator: Scope, now: datetime) -> None:
    with pytest.raises(NotFound):
        receive_unit(scope=operator, asn_id=pallet.header.id, unit_code="OTHER", now=now, actor=SYSTEM)


def keep(known: AsnDetail, content: bytes, now: datetime, line_id: int | None = None) -> None:
    keep_photo(
        scope=Scope.operator(), asn_id=known.header.id, line_id=line_id, picture=Picture(content), now=now,
        actor=SYSTEM,
    )  # fmt: skip


def test_photos_are_kept_until_the_merchants_days_are_over(
    pallet: AsnDetail, operator: Scope, beta: Merchant, now: datetime
) -> None:
    keep(pallet, PNG, now, pallet.lines[0].id)
    keep(pallet, b"\xff\xd8\xff\xe0" + b"0" * 9, now)
    [first, second] = list_photos(scope=operator, asn_id=pallet.header.id, now=now)
    assert (first.sku_code, second.sku_code) == ("MUG", "")
    asn_id = pallet.header.id
    assert get_picture(scope=operator, asn_id=asn_id, photo_id=first.id, now=now).content == PNG
    stranger = Scope.merchant(beta.id)
    with pytest.raises(NotFound):
        get_picture(scope=stranger, asn_id=asn_id, photo_id=first.id, now=now)
    later = now + timedelta(days=366)
    assert list_photos(scope=operator, asn_id=asn_id, now=later) == []
    delete_expired_blobs(now=later, at_most=100)
    with pytest.raises(NotFound):
        get_picture(scope=operator, asn_id=asn_id, photo_id=first.id, now=now)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", PNG + b"0" * MOST_BYTES])
def test_what_is_no_photo_or_too_large_is_not_kept(pallet: AsnDetail, now: datetime, content: bytes) -> None:
    with pytest.raises(Invalid):
        keep(pallet, content, now)
    with transaction(Scope.operator()):
        assert not Photo.objects.exists()


def test_a_photo_of_another_deliverys_line_is_refused(
    pallet: AsnDetail, announce: Announcing, acme_scope: Scope, beta_scope: Scope, now: datetime
) -> None:
    other = announce(("MUG", 1), number="ASN-2")
    with pytest.raises(Invalid):
        keep(pallet, PNG, now, other.lines[0].id)
    with pytest.raises(AsnNotFound):
        keep_photo(
            scope=beta_scope,
            asn_id=pallet.header.id,
            line_id=None,
            picture=Picture(PNG),
            now=now,
            actor=SYSTEM,
        )
