"""How long services take: lanes one by one, from a file, and what a merchant gets of it."""

import re
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from packhaus.access.models import User
from packhaus.access.scope import Scope
from packhaus.access.types import SYSTEM
from packhaus.kernel.keyset import PageOf
from packhaus.shipping.queries.transit_lanes import TransitFilter, list_lanes
from packhaus.shipping.services.carriers import CarrierDraft, ServiceDraft, save_carriers
from tests.web.conftest import SignIn

LIST = "console:transit-times"
FILE = """service,from_country,to_country,to_postal,min_days,max_days
STD,,de,259 80,3,4
NONE,,,,1,2
STD,,,DE,1,2
STD,,FR,,5,2
"""


@pytest.fixture
def client(sign_in: SignIn, admin: User, operator: Scope, now: datetime) -> Client:
    service = ServiceDraft("STD", "Standard", 20_000, "EUR", ((1_000, 300),))
    save_carriers(scope=operator, drafts=[CarrierDraft("MAIL", "Mail", (service,))], now=now, actor=SYSTEM)
    return sign_in(admin)


def read(operator: Scope) -> list[tuple[str, str, int, int]]:
    found = list_lanes(scope=operator, chosen=TransitFilter(), page=PageOf()).rows
    return [(row.to_country, row.to_postal, row.min_days, row.max_days) for row in found]


def test_a_lane_is_added_changed_deleted_and_put_back(client: Client, operator: Scope) -> None:
    lane = {"service": "STD", "min_days": "1", "max_days": "2", "to_country": "de"}
    client.post(reverse("console:new-transit-time"), lane)
    assert read(operator) == [("DE", "", 1, 2)]
    [row] = list_lanes(scope=operator, chosen=TransitFilter(), page=PageOf()).rows
    url = reverse("console:transit-time", args=[row.id])
    refused = client.post(url, lane | {"max_days": "0", "to_country": "", "to_postal": "1"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "is at least the fewest days, and at most 120" in page
    assert "is needed for a part of it" in page
    client.post(url, lane | {"to_postal": "2598"})
    assert read(operator) == [("DE", "2598", 1, 2)]
    assert (
        client.post(url, lane).status_code == 404
    )  # it was written anew, in the place of the one that is gone
    [row] = list_lanes(scope=operator, chosen=TransitFilter(), page=PageOf()).rows
    done = client.post(reverse(LIST), {"do": "delete", "selected": [str(row.id)]}, follow=True)
    assert read(operator) == []
    assert "1 transit time is deleted." in done.content.decode()
    [undo] = re.findall(r'action="(/undo/[^"]+)"', done.content.decode())
    client.post(undo)
    assert read(operator) == [("DE", "2598", 1, 2)]


def test_a_file_says_what_is_wrong_at_its_line_and_comes_back_as_it_went_out(
    client: Client, operator: Scope
) -> None:
    url = reverse("console:upload-setup", args=["transit-times"])
    told = client.post(url, {"file": SimpleUploadedFile("times.csv", FILE.encode())}, follow=True)
    assert "1 taken, 0 repeated, 3 rejected" in told.content.decode()
    assert read(operator) == [("DE", "25980", 3, 4)]
    written = b"".join(client.get(f"{reverse(LIST)}?format=csv"))
    client.post(url, {"file": SimpleUploadedFile("again.csv", written.replace(b",3,4", b",2,6"))})
    assert read(operator) == [("DE", "25980", 2, 6)]


def test_a_merchant_and_a_lead_change_nothing(
    client: Client, sign_in: SignIn, lead: User, owner: User, operator: Scope
) -> None:
    lane = {"service": "STD", "min_days": "1", "max_days": "2"}
    shift = sign_in(lead)
    assert shift.get(reverse(LIST)).status_code == 200
    assert shift.post(reverse("console:new-transit-time"), lane).status_code == 404
    assert sign_in(owner).get(reverse(LIST)).status_code == 404
    assert read(operator) == []
