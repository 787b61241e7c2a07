"""What was packed in, on the page and as a file; a carton's form says what it is made of and whose stock it is."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.catalog.models import Sku
from packhaus.kernel import rows
from packhaus.outbound.services.dispatch import dispatch_shipments
from packhaus.outbound.services.use_packaging import use_packaging
from packhaus.outbound.types import PackedFulfillment, WaveOutcome
from packhaus.shipping.models import CartonType

CARTON = {
    "code": "K-9", "inner_length_mm": "200", "inner_width_mm": "150", "inner_height_mm": "100",
    "outer_length_mm": "208", "outer_width_mm": "158", "outer_height_mm": "108", "tare_grams": "60",
    "max_weight_grams": "5000", "cost": "0.40", "currency": "EUR", "material_paper": "55", "material_plastic": "5",
    "fill_material": "paper", "fill_grams_per_litre": "8", "low_stock_at": "40",
}  # fmt: skip


def test_a_carton_says_what_it_is_made_of_and_whose_stock_it_is(
    client: Client, admin: User, mug: Sku, operator: Scope
) -> None:
    client.force_login(admin)
    refused = client.post("/setup/cartons/new/", {**CARTON, "stock": "ACME/NONE"})
    assert refused.status_code == 422
    assert "MERCHANT/SKU" in refused.content.decode()
    assert client.post("/setup/cartons/new/", {**CARTON, "stock": "ACME/MUG"}).status_code == 302
    with transaction(operator):
        carton = CartonType.objects.get(code="K-9")
        assert carton.material_grams == {"paper": 55, "plastic": 5}
        assert (carton.sku_id, carton.low_stock_at, carton.fill_grams_per_litre) == (mug.id, 40, 8)
    page = client.get(f"/setup/cartons/{carton.id}/").content.decode()
    assert 'value="ACME/MUG"' in page
    assert 'name="material_paper" value="55"' in page


def test_days_that_no_calendar_here_has_are_drawn_in(client: Client, lead: User) -> None:
    client.force_login(lead)
    page = client.get("/packaging/", {"from": "9999-12-31", "to": "0001-01-01"})
    assert page.status_code == 200
    assert 'value="2000-01-01"' in page.content.decode()


def test_what_left_is_shown_and_given_as_a_file(
    client: Client,
    lead: User,
    associate: User,
    owner: User,
    stranger: User,
    wave: WaveOutcome,
    batch: Callable[[WaveOutcome], object],
    pick: Callable[[], object],
    pack: Callable[[], list[PackedFulfillment]],
    operator: Scope,
    now: datetime,
) -> None:
    batch(wave)
    pick()
    ids = [one.shipment_id for one in pack()]
    use_packaging(shipment_ids=ids, now=now, actor=SYSTEM)
    dispatch_shipments(shipment_ids=ids, now=now, actor=SYSTEM)
    with transaction(operator):
        grams = rows.fetch_value("SELECT sum((material_grams->>'')::int) FROM outbound_packaginguse")
    client.force_login(lead)
    period = {"from": f"{now:%Y-%m}-01", "to": f"{now:%Y-%m-%d}"}
    page = client.get("/packaging/", period).content.decode()
    assert "not said" in page
    assert "Nobody has said what" in page
    file = client.get("/packaging/", {**period, "file": "materials"})
    header, line = file.content.decode("utf-8-sig").split()
    assert header == "merchant,country,material,parcels,kg"
    assert float(line.split(",")[4]) == grams / 1_000
    parcels = client.get("/packaging/", {**period, "file": "parcels"}).content.decode()
    assert len(parcels.splitlines()) == len(ids) + 1
    client.force_login(owner)
    assert "ask the warehouse" in client.get("/packaging/", period).content.decode()
    assert client.get("/packaging/", {**period, "file": "materials"}).content == file.content
    assert client.get("/packaging/", {**period, "file": "parcels"}).content.decode() == parcels
    client.force_login(stranger)
    nothing = client.get("/packaging/", {**period, "file": "materials"}).content.decode("utf-8-sig")
    assert nothing.split() == [header]
    client.force_login(associate)
    assert client.get("/packaging/").status_code == 404
