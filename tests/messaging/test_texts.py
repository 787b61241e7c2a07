"""SMS and WhatsApp: over real HTTP to a provider that behaves well or badly, and by mail when they fail."""

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.decide.quiet import find_end_of_quiet
from packhaus.kernel.errors import Invalid
from packhaus.messaging.backends import EmlBackend
from packhaus.messaging.gateways import asking
from packhaus.messaging.models import Message, MessagePermission
from packhaus.messaging.queries.gateways import list_gateways
from packhaus.messaging.services.forget import forget_words
from packhaus.messaging.services.gate import MOST_TEXTS_A_DAY
from packhaus.messaging.services.gateways import GatewayDraft, save_gateway
from packhaus.messaging.services.permissions import Said, lift_stop, note_said
from packhaus.messaging.services.routes import save_route
from packhaus.messaging.services.send import SendSummary, send_queued
from packhaus.messaging.services.texts import LOOK_UP_AFTER, TextCarrier, look_up_texts
from tests.messaging.conftest import MakeContact, Tell
from tests.messaging.text_server import TextStandIn, read_sign_in, stand_in_for_texts

# Noon in Jakarta, and day in all of Indonesia.
PHONE = "+6281234567890"
Send = Callable[..., SendSummary]
Read = Callable[[], list[tuple[str, str, str]]]


@pytest.fixture
def provider() -> Iterator[TextStandIn]:
    with stand_in_for_texts() as stand_in:
        yield stand_in


@pytest.fixture
def noon(now: datetime) -> datetime:
    return (now + timedelta(days=1)).replace(hour=5, minute=0)


@pytest.fixture
def send(tmp_path: Path, noon: datetime) -> Send:
    def send(at: datetime = noon) -> SendSummary:
        backend = EmlBackend(folder=tmp_path, sender="a@b.example")
        return send_queued(backend=backend, now=at, texts=TextCarrier(folder=tmp_path))

    return send


@pytest.fixture
def read(operator: Scope) -> Read:
    def read() -> list[tuple[str, str, str]]:
        with transaction(operator):
            found = Message.objects.order_by("rank").values_list("channel", "status", "failure")
            return list(found)

    return read


@pytest.fixture
def indonesian(
    acme: Merchant, operator: Scope, provider: TextStandIn, make_contact: MakeContact, now: datetime
) -> UUID:
    """Route ACME's Indonesians over WhatsApp, SMS and mail; return one who allows WhatsApp."""
    for channel, name, sender, credentials in (
        ("sms", "twilio", "+15550100", {"account": "AC1", "secret": "s3cret"}),
        ("whatsapp", "whatsapp_cloud", "4711", {"token": "t0ken", "secret": "s3cret"}),
    ):
        draft = GatewayDraft(
            merchant_id=None if channel == "sms" else acme.id,
            channel=channel,
            provider=name,
            sender=sender,
            credentials=credentials | {"address": provider.url},
            templates={"order_confirmed.id": "order_update"} if channel == "whatsapp" else {},
        )
        save_gateway(scope=operator, draft=draft, now=now, actor=SYSTEM)
    channels = ("whatsapp", "sms", "email")
    save_route(scope=operator, merchant_id=acme.id, country="id", channels=channels, now=now, actor=SYSTEM)
    with transaction(operator):
        said = Said(
            merchant_id=acme.id, channel="whatsapp", address=PHONE, reason="opted_in", how="checkout",
            wording="Kabari saya lewat WhatsApp",
        )  # fmt: skip
        note_said(said=said, now=now, actor=SYSTEM)
    return make_contact(language="id", phone=PHONE, email="budi@example.com")


def test_a_template_goes_by_whatsapp_and_the_other_channels_are_spared(
    tell: Tell, indonesian: UUID, send: Send, read: Read, provider: TextStandIn
) -> None:
    assert tell(contact_id=indonesian) == 1
    assert tell(contact_id=indonesian) == 0
    assert send() == SendSummary(sent=1)
    [taken] = provider.taken
    assert taken["template"]["name"] == "order_update"
    assert taken["template"]["language"] == {"code": "id"}
    values = [one["text"] for one in taken["template"]["components"][0]["parameters"]]
    assert values[:2] == ["Acme Ltd", "SO-7"]
    assert values[3] == "http://localhost:8000/t/token"
    assert read() == [("whatsapp", "sent", ""), ("sms", "spared", ""), ("email", "spared", "")]


def test_what_whatsapp_may_not_or_can_not_carry_goes_by_sms(
    tell: Tell, indonesian: UUID, send: Send, read: Read, provider: TextStandIn, operator: Scope, acme: Merchant,
    noon: datetime,
) -> None:  # fmt: skip
    with transaction(operator):
        MessagePermission.objects.all().delete()
    tell(contact_id=indonesian)
    assert send() == SendSummary(sent=1, skipped=1)
    [taken] = provider.taken
    assert taken["To"] == PHONE
    assert taken["Body"].startswith("Acme Ltd: ")
    assert "http://localhost:8000/t/token" in taken["Body"]
    assert read_sign_in(provider.signed_in[-1]) == "AC1:s3cret"
    assert read() == [("whatsapp", "skipped", "no consent"), ("sms", "sent", ""), ("email", "spared", "")]


@pytest.mark.parametrize(
    ("mood", "summary", "failure"),
    [
        ("refuse", SendSummary(sent=1, failed=2), "whatsapp 131026"),
        ("busy", SendSummary(later=1), "http 429"),
        ("garbled", SendSummary(unknown=1), "garbled"),
        ("cut", SendSummary(unknown=1), "RemoteDisconnected"),
    ],
)
def test_a_provider_that_behaves_badly_never_makes_us_send_twice(
    tell: Tell, indonesian: UUID, send: Send, read: Read, provider: TextStandIn, mood: str, summary: SendSummary,
    failure: str, tmp_path: Path,
) -> None:  # fmt: skip
    provider.mood = mood
    tell(contact_id=indonesian)
    assert send() == summary
    assert send() == SendSummary()
    assert read()[0][2] == failure
    # A refusal leads on to the next channel, in the end to a mail; everything else waits.
    assert len(list(tmp_path.glob("*.eml"))) == (mood == "refuse")
    assert len(provider.taken) == (mood in {"garbled", "cut"})


def test_a_text_of_which_nobody_knows_is_looked_up_by_its_words(
    tell: Tell, indonesian: UUID, send: Send, read: Read, provider: TextStandIn, noon: datetime, operator: Scope,
    acme: Merchant, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(asking, "TIMEOUT_SECONDS", 0.3)
    save_route(scope=operator, merchant_id=acme.id, country="ID", channels=("sms",), now=noon, actor=SYSTEM)
    provider.mood = "slow"
    tell(contact_id=indonesian)
    assert send() == SendSummary(unknown=1)
    later = noon + LOOK_UP_AFTER + timedelta(seconds=1)
    assert (look_up_texts(now=noon), look_up_texts(now=later)) == (0, 1)
    assert read() == [("sms", "sent", "")]
    provider.mood, provider.taken = "cut", []
    tell(contact_id=indonesian, fact="another")
    send()
    provider.mood, provider.taken = "", []
    assert look_up_texts(now=later) == 1
    assert send(later) == SendSummary(sent=1)
    assert len(provider.taken) == 1


def test_stop_and_late_failures_are_taken_once_and_only_when_they_are_signed(
    tell: Tell, indonesian: UUID, send: Send, read: Read, operator: Scope, client: Client, noon: datetime,
    tmp_path: Path,
) -> None:  # fmt: skip
    tell(contact_id=indonesian)
    send()
    ids = {row.channel: row.id for row in list_gateways(operator)}
    with transaction(operator):
        number = Message.objects.get(channel="whatsapp").provider_number

    def report(value: Mapping[str, object], key: bytes = b"s3cret") -> int:
        body = json.dumps({"entry": [{"changes": [{"value": value}]}]})
        signature = hmac.new(key, body.encode(), sha256).hexdigest()
        return client.post(
            f"/hooks/messages/{ids['whatsapp']}", body, content_type="application/json",
            headers={"X-Hub-Signature-256": f"sha256={signature}"},
        ).status_code  # fmt: skip

    failed = {"statuses": [{"id": number, "status": "failed", "errors": [{"code": 131049}]}]}
    assert report(failed, key=b"guessed") == 404
    assert [report(failed), report(failed)] == [204, 204]
    assert read()[:2] == [("whatsapp", "failed", "whatsapp 131049"), ("sms", "queued", "")]
    # Reports come when they come: what follows them leaves at noon of the day after.
    after = (datetime.now(UTC) + timedelta(days=1)).replace(hour=5, minute=0)
    assert send(after) == SendSummary(sent=1)
    url = f"/hooks/messages/{ids['sms']}"
    form = {"From": PHONE, "To": "+15550100", "Body": "Berhenti."}
    signed = f"http://localhost:8000{url}" + "".join(f"{name}{form[name]}" for name in sorted(form))
    signature = b64encode(hmac.new(b"s3cret", signed.encode(), sha1).digest()).decode()
    for _ in range(2):
        answer = client.post(
            url, urlencode(form), content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature},
        )  # fmt: skip
        assert answer.status_code == 204
    tell(contact_id=indonesian, fact="another")
    report({"messages": [{"from": PHONE[1:], "text": {"body": "STOP"}}]})
    assert send(after) == SendSummary(sent=1, skipped=2)
    assert [one[1:] for one in read()][-1] == ("sent", "")
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_texts_wait_for_day_and_a_person_gets_a_few_a_day(
    tell: Tell, indonesian: UUID, send: Send, read: Read, noon: datetime, provider: TextStandIn
) -> None:
    night = noon.replace(hour=16)
    for number in range(MOST_TEXTS_A_DAY + 1):
        tell(contact_id=indonesian, fact=f"fact:{number}")
    assert send(night) == SendSummary(later=MOST_TEXTS_A_DAY + 1)
    assert provider.taken == []
    day = (night + timedelta(days=1)).replace(hour=1)
    # The one too many goes by the next channels: no SMS either, a mail.
    assert send(day) == SendSummary(sent=MOST_TEXTS_A_DAY + 1, skipped=2)
    assert len(provider.taken) == MOST_TEXTS_A_DAY


def test_quiet_hours_end_when_it_is_day_everywhere(now: datetime) -> None:
    at = now.replace(hour=22, minute=30)
    # 22:30 UTC is 05:30 in Jakarta and 07:30 in Jayapura, 08:00 in Jakarta is 01:00 UTC.
    ends = find_end_of_quiet(now=at, zones=("Asia/Jakarta", "Asia/Jayapura"))
    assert ends == (at + timedelta(days=1)).replace(hour=1, minute=0)
    assert find_end_of_quiet(now=ends, zones=("Asia/Jakarta", "Asia/Jayapura")) == ends
    assert find_end_of_quiet(now=at, zones=()) == at


def test_a_stop_survives_its_address_and_a_person_lifts_it_with_a_reason(
    tell: Tell, make_contact: MakeContact, acme: Merchant, operator: Scope, beta_scope: Scope, now: datetime,
    send: Send, read: Read,
) -> None:  # fmt: skip
    contact = make_contact(email="Anna@example.com")
    with transaction(operator):
        said = Said(
            merchant_id=acme.id, channel="email", address="anna@EXAMPLE.com", reason="bounced", how="provider"
        )
        assert [note_said(said=said, now=now, actor=SYSTEM) for _ in range(2)] == [True, False]
        forget_words(contact_ids=[contact])
        stopped = MessagePermission.objects.get()
    assert stopped.address == ""
    tell(contact_id=contact)
    assert send() == SendSummary(skipped=1)
    assert read() == [("email", "skipped", "bounced")]
    with pytest.raises(Invalid):
        lift_stop(scope=operator, permission_id=stopped.id, why=" ", now=now, actor=SYSTEM)
    lift_stop(scope=operator, permission_id=stopped.id, why="Mailbox is open again", now=now, actor=SYSTEM)
    tell(contact_id=contact, fact="another")
    assert send() == SendSummary(sent=1)
    with transaction(beta_scope):
        assert not MessagePermission.objects.exists()
