"""Whoever serves the merchant answers what shoppers wrote; another merchant's people see none of it."""

import pytest
from django.test import Client

from packhaus.access.models import User
from packhaus.access.scope import Scope, transaction
from packhaus.care.models import ShopperNote
from packhaus.care.services.take_note import take_note
from packhaus.care.types import NoteDraft
from tests.web.conftest import SignIn
from tests.web.track.conftest import Tracked


@pytest.fixture
def note_id(tracked: Tracked, operator: Scope, request: pytest.FixtureRequest) -> str:
    draft = NoteDraft(key="k", kind="damaged", text="One mug is broken.")
    now = request.getfixturevalue("now")
    take_note(scope=operator, order_id=tracked.order.id, draft=draft, language="en", now=now)
    with transaction(operator):
        return str(ShopperNote.objects.get().id)


def test_a_lead_takes_answers_and_opens_a_note_again(
    sign_in: SignIn, lead: User, note_id: str, operator: Scope
) -> None:
    client, page = sign_in(lead), f"/care/notes/{note_id}/"
    assert "One mug is broken." in client.get("/care/notes/?status=open").content.decode()
    assert "waits for an answer" in client.get("/").content.decode()

    def do(deed: str, **sent: str) -> int:
        return client.post(f"{page}decide/", {"do": deed} | sent).status_code

    assert do("take") == 302
    assert lead.name in client.get(page).content.decode()
    assert do("answer", answer=" ") == 422
    assert do("answer", answer="A new one comes on Monday.") == 302
    assert do("answer", answer="Again") == 409
    assert "A new one comes on Monday." in client.get(page).content.decode()
    assert do("reopen") == 302
    assert do("close") == 302
    with transaction(operator):
        assert ShopperNote.objects.get().status == "closed"


def test_the_merchants_own_people_answer_and_strangers_find_nothing(
    sign_in: SignIn, owner: User, stranger: User, note_id: str, tracked: Tracked
) -> None:
    own: Client = sign_in(owner)
    assert own.get(f"/care/notes/{note_id}/").status_code == 200
    assert f"/care/notes/{note_id}/" in own.get(f"/orders/{tracked.order.number}/").content.decode()
    other: Client = sign_in(stranger)
    assert "broken" not in other.get("/care/notes/?status=open").content.decode()
    assert other.get(f"/care/notes/{note_id}/").status_code == 404
    assert other.post(f"/care/notes/{note_id}/decide/", {"do": "close"}).status_code == 404
