"""What providers tell us afterwards: that a text arrived or did not, and what its reader answered.

Sources: Twilio, Validating Signatures and Message status callbacks; WhatsApp Cloud API, Webhooks
(`X-Hub-Signature-256`).
"""

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from packhaus.messaging.gateways.port import Gateway

_ARRIVED = frozenset({"delivered", "read"})
_TAKEN = frozenset({"sent"})
_FAILED = frozenset({"failed", "undelivered"})
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a text, by the provider's number, or by our own id where it came along."""

    number: str
    message_id: UUID | None
    is_failed: bool
    has_arrived: bool
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader wrote back."""

    address: str
    words: str


Told = Report | Answer


class NotSigned(Exception):
    """The request is not signed with the secret of the account: somebody else sent it."""


def read_reports(gateway: Gateway, *, url: str, headers: Mapping[str, str], body: bytes) -> list[Told]:
    """Return what a signed request tells; parts that we do not know are left out. Raises: NotSigned."""
    if gateway.provider == "twilio":
        return list(_read_twilio(gateway, url, headers, body))
    if gateway.provider == "whatsapp_cloud":
        return list(_read_whatsapp(gateway, headers, body))
    raise NotSigned


def _read_twilio(gateway: Gateway, url: str, headers: Mapping[str, str], body: bytes) -> Iterator[Told]:
    sent = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST))
    signed = url + "".join(f"{name}{sent[name]}" for name in sorted(sent))
    made = b64encode(hmac.new(gateway.credentials["secret"].encode(), signed.encode(), sha1).digest())
    if not hmac.compare_digest(made, headers.get("X-Twilio-Signature", "").encode()):
        raise NotSigned
    status = sent.get("MessageStatus", "")
    if status:
        asked = dict(parse_qsl(urlsplit(url).query))
        code = sent.get("ErrorCode", "")
        failure = f"twilio {code}" if code.isdigit() else "undelivered"
        yield from _make_report(sent.get("MessageSid", ""), asked.get("message", ""), status, failure)
    elif sent.get("From"):
        yield Answer(sent["From"].removeprefix("whatsapp:"), sent.get("Body", ""))


def _read_whatsapp(gateway: Gateway, headers: Mapping[str, str], body: bytes) -> Iterator[Told]:
    made = hmac.new(gateway.credentials["secret"].encode(), body, sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={made}".encode(), headers.get("X-Hub-Signature-256", "").encode()):
        raise NotSigned
    try:
        told = json.loads(body)
    except ValueError:
        return
    for value in _list_values(told):
        for status in _list(value, "statuses"):
            code = next((one.get("code") for one in _list(status, "errors")), None)
            failure = f"whatsapp {code}" if isinstance(code, int) else "undelivered"
            ours = str(status.get("biz_opaque_callback_data", ""))
            yield from _make_report(str(status.get("id", "")), ours, str(status.get("status", "")), failure)
        for message in _list(value, "messages"):
            said = message.get("text") or message.get("button") or {}
            words = (said.get("body") or said.get("text") or "") if isinstance(said, dict) else ""
            yield Answer("+" + str(message.get("from", "")).lstrip("+"), str(words))


def _list_values(told: Any) -> Iterator[Mapping[str, Any]]:
    for entry in _list(told, "entry"):
        for change in _list(entry, "changes"):
            value = change.get("value")
            if isinstance(value, dict):
                yield value


def _list(source: Any, name: str) -> list[dict[str, Any]]:
    found = source.get(name) if isinstance(source, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _make_report(number: str, message: str, status: str, failure: str) -> Iterator[Report]:
    try:
        message_id = UUID(message)
    except ValueError:
        message_id = None
    if status in _FAILED:
        yield Report(number, message_id, is_failed=True, has_arrived=False, failure=failure)
    elif status in _ARRIVED or status in _TAKEN:
        yield Report(number, message_id, is_failed=False, has_arrived=status in _ARRIVED)
