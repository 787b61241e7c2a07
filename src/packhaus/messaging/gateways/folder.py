"""Texts as files, beside the mails: for trying out, and for reading what a shopper would get."""

from functools import partial
from pathlib import Path

from packhaus.messaging.gateways.port import Gateway, Provider
from packhaus.messaging.types import Delivered, Outcome, Text

_CHANNELS = {"sms": "SMS", "whatsapp": "WhatsApp"}


class Folder:
    """Write texts into a folder; a file is there whole or not at all."""

    def __init__(self, gateway: Gateway, *, folder: Path) -> None:
        self._gateway, self._folder = gateway, folder

    def carry(self, text: Text) -> Outcome:
        """Write a text under the name that it always has."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{text.name}.txt"
        part = path.with_suffix(".part")
        head = (
            f"From: {text.shop} <{self._gateway.sender}>", f"To: {text.recipient}", f"Via: {_CHANNELS[text.channel]}",
            f"Date: {text.date:%Y-%m-%d %H:%M} UTC",
        )  # fmt: skip
        part.write_text("\n".join((*head, "", text.text, "")), encoding="utf-8")
        part.replace(path)
        return Outcome(Delivered.SENT, provider_number=str(text.id))

    def look_up(self, text: Text) -> str | None:
        """Tell whether the file is there."""
        return str(text.id) if (self._folder / f"{text.name}.txt").exists() else ""


def make_folder(folder: Path) -> Provider:
    """Return the provider that writes into a folder."""
    return Provider("folder", "Folder", ("sms", "whatsapp"), (), partial(Folder, folder=folder))
