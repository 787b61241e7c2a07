"""Twilio: SMS, and WhatsApp by approved content templates.

Source: Twilio API, Programmable Messaging, version 2010-04-01 (Messages resource; error codes such as 21211, 21408,
21610, 21614 and 63016 are answers of 400 with a `code`).
"""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from packhaus.messaging.gateways.asking import FIRST_ERROR, Undecided, ask, sign_in
from packhaus.messaging.gateways.port import Gateway, Provider
from packhaus.messaging.types import Delivered, Outcome, Text

_ADDRESS = "https://api.twilio.com"
_STOPPED = 21610
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# The provider signs our texts in with its own clock.
_SLACK = timedelta(days=1)


class Twilio:
    """One account."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        credentials = gateway.credentials
        self._headers = sign_in(credentials["account"], credentials["secret"])
        address = credentials.get("address") or _ADDRESS
        self._url = f"{address}/2010-04-01/Accounts/{quote(credentials['account'], safe='')}/Messages.json"

    def carry(self, text: Text) -> Outcome:
        """Send a text; WhatsApp takes approved templates alone."""
        form = {"To": self._mark(text.recipient), "From": self._mark(self._gateway.sender)}
        if text.channel == "whatsapp":
            template = self._gateway.find_template(text)
            if not template:
                return Outcome(Delivered.FAILED, "no template")
            values = {str(place): value for place, value in enumerate(text.values, start=1)}
            form |= {"ContentSid": template, "ContentVariables": json.dumps(values)}
        else:
            form["Body"] = text.text
        if self._gateway.callback:
            form["StatusCallback"] = f"{self._gateway.callback}?message={text.id}"
        try:
            answered = ask(url=self._url, headers=self._headers | _FORM, data=urlencode(form).encode())
        except Undecided as undecided:
            return undecided.outcome
        return _read(answered.status, answered.said)

    def look_up(self, text: Text) -> str | None:
        """Look for an SMS of ours among those to its number: every text has a link of its own, so its words tell it."""
        if text.channel != "sms":
            return None
        query = urlencode({"To": text.recipient, "DateSent>": (text.date - _SLACK).date(), "PageSize": 100})
        try:
            answered = ask(url=f"{self._url}?{query}", headers=self._headers)
        except Undecided:
            return None
        found = answered.said.get("messages")
        if answered.status >= FIRST_ERROR or not isinstance(found, list):
            return None
        return next((str(one["sid"]) for one in found if one.get("body") == text.text), "")

    def _mark(self, number: str) -> str:
        return f"whatsapp:{number}" if self._gateway.channel == "whatsapp" else number


def _read(status: int, said: Any) -> Outcome:
    if status >= FIRST_ERROR:
        code = said.get("code")
        # Only the number: the words of the refusal repeat the recipient.
        failure = f"twilio {code}" if isinstance(code, int) else f"http {status}"
        return Outcome(Delivered.FAILED, failure, is_stopped=code == _STOPPED)
    number = said.get("sid")
    if not isinstance(number, str) or not number:
        return Outcome(Delivered.UNKNOWN, "garbled")
    return Outcome(Delivered.SENT, provider_number=number[:80])


TWILIO = Provider("twilio", "Twilio", ("sms", "whatsapp"), ("account", "secret"), Twilio)
