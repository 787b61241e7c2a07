"""A lead has places and items counted, and says what places can hold: one, many, by file."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Count, Location
from tests.harness.cast import Place
from tests.harness.counts import Counts
from tests.harness.stock import PutStock
from tests.web.conftest import SignIn


def read(operator: Scope, leeds: Place, code: str = "A-01-01") -> Location:
    with transaction(operator):
        return Location.objects.get(id=leeds.locations[code])


def count_open(operator: Scope) -> int:
    with transaction(operator):
        return Count.objects.filter(status="planned").count()


def test_places_and_items_are_counted_in_bulk_and_that_is_taken_back(
    stock: PutStock, mug: Sku, leeds: Place, sign_in: SignIn, lead: User, operator: Scope, counts: Counts
) -> None:
    stock(mug, leeds, 10)
    stock(mug, leeds, 5, location="A-01-02")
    desk = sign_in(lead)
    assert "A-01-02" in desk.get("/stock/locations/?only=uncounted").content.decode()
    chosen = [str(leeds.locations[code]) for code in ("A-01-01", "A-02-01", "TOTES")]
    told = desk.post("/stock/locations/", {"do": "count", "selected": chosen}, follow=True).content.decode()
    assert "Nothing is counted at such a place." in told
    assert count_open(operator) == 2
    undo = re.search(r'action="(/undo/[^"]+)"', told)
    assert undo
    desk.post(undo[1])
    assert count_open(operator) == 0
    desk.post("/stock/ACME/MUG/count/")
    assert count_open(operator) == 2
    repeated = desk.post("/stock/", {"do": "count", "selected": str(mug.id)}, follow=True).content.decode()
    assert "each is to be counted already" in repeated
    with transaction(operator):
        first = Count.objects.get(location_id=leeds.locations["A-01-01"], status="planned")
    assert first.sku_id == mug.id
    assert counts.walk(counts.plan("A-02-01")) == "post"
    page = desk.get("/stock/locations/?only=uncounted").content.decode()
    assert "A-01-01" in page
    assert "A-02-01" not in page


def test_what_places_hold_is_said_on_the_page_in_bulk_and_by_file(
    stock: PutStock, mug: Sku, leeds: Place, sign_in: SignIn, lead: User, associate: User, operator: Scope
) -> None:
    stock(mug, leeds, 100)
    desk = sign_in(lead)
    place = leeds.locations["A-01-01"]
    url = f"/stock/locations/{place}/capacity/"
    wrong = {"max_volume_mm3": "many", "max_weight_grams": "0", "max_pallets": "1.5", "mixing": "mixed"}
    assert desk.post(url, wrong).status_code == 422
    said = {"max_volume_mm3": "12,5", "max_weight_grams": "10", "max_pallets": "", "mixing": "one_sku"}
    desk.post(url, said)
    found = read(operator, leeds)
    assert (found.max_volume_mm3, found.max_weight_grams, found.mixing) == (12_500_000, 10_000, "one_sku")
    assert 'value="12.5"' in desk.get(f"/stock/locations/{place}/").content.decode()
    over = desk.get("/stock/locations/?only=over").content.decode()
    assert "A-01-01" in over
    assert "A-01-02" not in over
    desk.post("/stock/locations/", {"do": "pallets", "selected": str(place), "max_pallets": "2"})
    assert (read(operator, leeds).max_pallets, read(operator, leeds).max_weight_grams) == (2, 10_000)
    both = [str(place), str(leeds.locations["A-01-02"])]
    told = desk.post(
        "/stock/locations/", {"do": "pallets", "selected": both, "max_pallets": "7"}, follow=True
    )
    desk.post("/stock/locations/", {"do": "pallets", "selected": both[1], "max_pallets": "9"})
    undo = re.findall(r'action="(/undo/[^"]+)"', told.content.decode())[-1]
    for _ in range(2):
        desk.post(undo)
        assert [read(operator, leeds, code).max_pallets for code in ("A-01-01", "A-01-02")] == [2, 9]
    rows = ["site,location,max_weight_grams", "LEEDS,A-01-01,", "LEEDS,A-01-01,5", "LEEDS,NOWHERE,5"]
    upload(desk, "capacity", "\n".join(rows))
    found = read(operator, leeds)
    assert (found.max_weight_grams, found.max_pallets, found.max_volume_mm3) == (None, 2, 12_500_000)
    sent = b"".join(desk.get("/stock/locations/file.csv")).decode("utf-8-sig")
    assert "LEEDS,A-01-01,pick_face" in sent
    floor = sign_in(associate)
    assert floor.post(url, said).status_code == 404
    assert upload(floor, "capacity", "\n".join(rows)) == 404


def test_pick_faces_go_out_as_a_file_and_come_in_again(
    stock: PutStock, mug: Sku, leeds: Place, sign_in: SignIn, lead: User
) -> None:
    stock(mug, leeds, 1)
    desk = sign_in(lead)
    upload(desk, "faces", "site,merchant,sku,location,minimum,maximum\nLEEDS,ACME,MUG,A-01-01,2,9\n")
    sent = b"".join(desk.get("/stock/faces/file.csv")).decode("utf-8-sig")
    assert sent.splitlines()[1] == "LEEDS,ACME,MUG,A-01-01,2,9"
    upload(desk, "faces", sent.replace(",2,9", ",3,12"))
    assert ",3,12" in b"".join(desk.get("/stock/faces/file.csv")).decode()


def upload(client: Client, kind: str, text: str) -> int:
    file = SimpleUploadedFile(f"{kind}.csv", text.encode())
    return client.post(reverse("console:upload-setup", args=[kind]), {"file": file}).status_code
