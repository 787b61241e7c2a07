"""WhatsApp Business by its own Cloud API: approved templates, by name and language.

We begin every conversation, so a template is always right, inside the 24 hours after a shopper's word and outside of
them. Source: WhatsApp Cloud API, Messages (template messages, `biz_opaque_callback_data`), error codes 131026, 131047,
132001.
"""

import json
from typing import Any
from urllib.parse import quote

from packhaus.messaging.gateways.asking import FIRST_ERROR, Undecided, ask
from packhaus.messaging.gateways.port import Gateway, Provider
from packhaus.messaging.types import Delivered, Outcome, Text

_ADDRESS = "https://graph.facebook.com"
_VERSION = "v23.0"


class WhatsAppCloud:
    """One number of a business account; `sender` is the number's id at Meta."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        address = gateway.credentials.get("address") or _ADDRESS
        self._url = f"{address}/{_VERSION}/{quote(gateway.sender, safe='')}/messages"
        self._headers = {
            "Authorization": f"Bearer {gateway.credentials['token']}", "Content-Type": "application/json",
        }  # fmt: skip

    def carry(self, text: Text) -> Outcome:
        """Send the approved template of a text, with our id, which comes back with every report."""
        template = self._gateway.find_template(text)
        if not template:
            return Outcome(Delivered.FAILED, "no template")
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": text.recipient,
            "type": "template",
            "template": {
                "name": template,
                "language": {"code": text.language},
                "components": [
                    {
                        "type": "body",
                        "parameters": [{"type": "text", "text": value} for value in text.values],
                    }
                ],
            },
            "biz_opaque_callback_data": str(text.id),
        }
        try:
            answered = ask(url=self._url, headers=self._headers, data=json.dumps(body).encode())
        except Undecided as undecided:
            return undecided.outcome
        return _read(answered.status, answered.said)

    def look_up(self, text: Text) -> str | None:  # noqa: ARG002 - as every carrier
        """Say that Meta can not be asked: its reports name our id, and a text without one stays unknown."""
        return None


def _read(status: int, said: Any) -> Outcome:
    if status >= FIRST_ERROR:
        error = said.get("error")
        code = error.get("code") if isinstance(error, dict) else None
        return Outcome(Delivered.FAILED, f"whatsapp {code}" if isinstance(code, int) else f"http {status}")
    try:
        return Outcome(Delivered.SENT, provider_number=str(said["messages"][0]["id"])[:80])
    except (KeyError, IndexError, TypeError):
        return Outcome(Delivered.UNKNOWN, "garbled")


WHATSAPP_CLOUD = Provider(
    "whatsapp_cloud", "WhatsApp Cloud API", ("whatsapp",), ("token", "secret"), WhatsAppCloud
)
