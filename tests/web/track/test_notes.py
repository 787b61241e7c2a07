"""What shoppers write from the tracking page reaches whoever serves the merchant, and is answered."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.care.models import ShopperNote, ShopperNoteWords
from packhaus.care.services.decide_notes import answer_note
from packhaus.care.types import OPEN_AT_MOST
from packhaus.insight.services.subjects import SubjectMarks, export_subject
from packhaus.kernel import rows
from packhaus.messaging.models import Message, MessageBody
from packhaus.web.track.gate import MISSES
from tests.web.track.conftest import Ship, Tracked


def send(client: Client, tracked: Tracked, page: str = "note", **sent: str) -> tuple[int, str]:
    client.cookies["packhaus_language"] = "en"
    found = client.post(
        f"{tracked.path}/{page}", {"key": "k1", "kind": "missing", "text": "One mug is missing"} | sent
    )
    return found.status_code, found.content.decode()


def test_a_note_is_taken_once_mailed_and_answered_on_the_page(
    client: Client, tracked: Tracked, ship: Ship, operator: Scope
) -> None:
    ship(2)
    client.cookies["packhaus_language"] = "en"
    assert "Something is wrong" in client.get(tracked.path).content.decode()
    assert client.get(f"{tracked.path}/note").status_code == 200
    for _ in range(2):
        status, page = send(client, tracked, parcel="2")
        assert (status, "We have your message and will answer by" in page) == (200, True)
    with transaction(operator):
        note = ShopperNote.objects.get()
        assert note.parcel_id is not None
        assert note.answer_by.astimezone(tz=None).minute == 0
        answer_note(
            scope=operator,
            note_id=note.id,
            answer="A new one is\non its way.",
            now=timezone.now(),
            actor=SYSTEM,
        )
        told = {body.message.kind: body.text for body in MessageBody.objects.select_related("message")}
    assert set(told) == {"note_received", "note_answered"}
    assert "on its way." in told["note_answered"]
    shown = client.get(tracked.path).content.decode()
    assert "One mug is missing" in shown
    assert "A new one is<br>on its way." in shown


def test_what_cannot_be_read_is_refused_in_the_shoppers_words(
    client: Client, tracked: Tracked, operator: Scope
) -> None:
    for sent, told in (
        ({"text": " "}, "Please write what it is about"),
        ({"kind": "refund"}, "Please choose one of these."),
        ({"text": "x" * 2001}, "Please write what it is about"),
    ):
        status, page = send(client, tracked, **sent)
        assert (status, told in page) == (422, True), page
    assert not ShopperNote.objects.exists()


def test_an_order_has_so_many_open_notes_and_no_more(client: Client, tracked: Tracked) -> None:
    statuses = [send(client, tracked, key=f"k{number}")[0] for number in range(OPEN_AT_MOST + 1)]
    assert statuses == [200] * OPEN_AT_MOST + [409]


def test_only_what_the_carrier_lets_receivers_choose_is_offered(
    client: Client, tracked: Tracked, ship: Ship, operator: Scope
) -> None:
    ship(1)
    status, page = send(client, tracked, "delivery", kind="neighbour")
    assert (status, "Nothing can be chosen any more" in page) == (200, True)
    with transaction(operator):
        rows.execute(
            "INSERT INTO shipping_service (id, carrier_id, code, name, countries, max_weight_grams, "
            "can_collect_cash, rank, is_active, delivery_options) "
            "SELECT gen_random_uuid(), id, 'STD', 'Standard', '{}', 30000, false, 1, "
            "true, '{day,neighbour}' FROM shipping_carrier WHERE code = 'ALBION'"
        )
    assert "Choose how it is delivered" in client.get(tracked.path).content.decode()
    assert send(client, tracked, "delivery", kind="safe_place")[0] == 422
    assert send(client, tracked, "delivery", kind="neighbour", text="Number 7", parcel="9")[0] == 200
    late = (timezone.now() + timedelta(days=30)).date().isoformat()
    assert send(client, tracked, "delivery", kind="day", wished_on=late, key="k2")[0] == 422
    soon = (timezone.now() + timedelta(days=2)).date().isoformat()
    assert send(client, tracked, "delivery", kind="day", wished_on=soon, text="", key="k2")[0] == 200
    with transaction(operator):
        assert set(ShopperNote.objects.values_list("kind", "parcel_id")) == {
            (kind, parcel_id)
            for kind in ("day", "neighbour")
            for (parcel_id,) in rows.fetch_tuples("SELECT id FROM shipping_parcel")
        }
        rows.execute("UPDATE shipping_parcel SET tracking_status = 'delivered'")
    assert "Choose how it is delivered" not in client.get(tracked.path).content.decode()


def test_words_are_exported_with_the_person_and_forgotten_with_them(
    client: Client, tracked: Tracked, operator: Scope
) -> None:
    send(client, tracked)
    with transaction(operator):
        note = ShopperNote.objects.get()
        marks = SubjectMarks(note.merchant_id, contact_ids=(note.contact_id,) if note.contact_id else ())
        found = export_subject(scope=operator, marks=marks)
        assert [one["text"] for one in found["notes"]] == ["One mug is missing"]
        ShopperNoteWords.objects.all().delete()
    assert "Something is missing" in client.get(tracked.path).content.decode()
    assert Message.objects.filter(kind="note_received").count() == 1


def test_who_guesses_links_has_to_wait(client: Client, tracked: Tracked, operator: Scope) -> None:
    statuses = [client.get(f"/t/guess{number}").status_code for number in range(int(MISSES) + 1)]
    assert statuses == [404] * int(MISSES) + [429]
    assert client.get(tracked.path)["Retry-After"]
    assert client.get(tracked.path, REMOTE_ADDR="10.0.0.9").status_code == 200
