"""Pieces come from pick faces, whole packagings from reserve, and dates still decide what expires."""

from datetime import datetime

import pytest

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Packaging, Sku
from packhaus.inventory.models import Balance
from packhaus.kernel import rows
from packhaus.outbound.services.replenish import save_faces
from packhaus.outbound.services.replenish.policy import set_pick_policy
from packhaus.outbound.types import FaceDraft
from tests.harness.cast import Place
from tests.harness.stock import PutStock
from tests.orders.conftest import PlacingOne
from tests.orders.drafts import make_draft
from tests.outbound.conftest import Releasing


@pytest.fixture
def shelves(stock: PutStock, mug: Sku, leeds: Place, now: datetime, operator: Scope) -> None:
    """100 mugs in reserve that came first, 20 in their face A-01-01; a case holds 12."""
    stock(mug, leeds, 100, location="R-01-01")
    stock(mug, leeds, 20, location="A-01-01")
    save_faces(site_id=leeds.id, drafts=[FaceDraft("ACME", "MUG", "A-01-01", 5, 50)], now=now, actor=SYSTEM)
    with transaction(operator):
        Packaging.objects.create(merchant_id=mug.merchant_id, sku=mug, code="CASE", quantity=12)
        rows.execute(
            "UPDATE inventory_balance SET received_on = received_on - 30 WHERE location_id = %(id)s",
            {"id": leeds.locations["R-01-01"]},
        )


def count_allocated(leeds: Place) -> tuple[int, int]:
    """Count what is allocated in the face and in reserve."""
    with transaction(Scope.operator()):
        found = dict(Balance.objects.values_list("location_id", "allocated"))
    return found[leeds.locations["A-01-01"]], found[leeds.locations["R-01-01"]]


@pytest.mark.parametrize(
    ("wants", "allocated"),
    [
        ((7,), (7, 0)),  # pieces: from the face, although reserve came first
        ((24,), (0, 24)),  # whole cases: from reserve, although the face has room for some
        ((7, 24, 5), (12, 24)),  # each from where it belongs
        ((13, 13), (20, 6)),  # more pieces than the face has: the rest from reserve
        ((96, 13), (13, 96)),
        ((108,), (8, 100)),  # more cases than reserve has: the rest from the face
    ],
)
def test_pieces_come_from_the_face_and_cases_from_reserve(
    wants: tuple[int, ...], allocated: tuple[int, int], shelves: None, leeds: Place, place_one: PlacingOne,
    release: Releasing,
) -> None:  # fmt: skip
    for number, units in enumerate(wants):
        place_one(make_draft(("MUG", units), number=f"O-{number}"))
    release()
    assert count_allocated(leeds) == allocated


def test_a_site_may_go_by_dates_alone(
    shelves: None, leeds: Place, place_one: PlacingOne, release: Releasing, now: datetime
) -> None:
    set_pick_policy(site_id=leeds.id, prefers_faces=False, now=now, actor=SYSTEM)
    place_one(make_draft(("MUG", 7)))
    release()
    assert count_allocated(leeds) == (0, 7)


def test_what_expires_first_goes_first_wherever_it_lies(
    shelves: None, leeds: Place, place_one: PlacingOne, release: Releasing, operator: Scope
) -> None:
    with transaction(operator):
        rows.execute(
            "UPDATE inventory_balance SET expires_on = CASE WHEN location_id = %(id)s THEN date '2027-06-01' "
            "ELSE date '2027-03-01' END",
            {"id": leeds.locations["A-01-01"]},
        )
    place_one(make_draft(("MUG", 7)))
    release()
    assert count_allocated(leeds) == (0, 7)
