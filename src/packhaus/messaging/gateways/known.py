"""The providers that can be chosen."""

from pathlib import Path

from django.conf import settings

from packhaus.messaging.gateways.folder import make_folder
from packhaus.messaging.gateways.port import Provider
from packhaus.messaging.gateways.twilio import TWILIO
from packhaus.messaging.gateways.whatsapp_cloud import WHATSAPP_CLOUD


def list_providers(folder: Path | None = None) -> dict[str, Provider]:
    """Return providers by their code; texts in files go to the installation's own folder when none is given."""
    own = make_folder(Path(settings.DATA_DIR) / "mail" if folder is None else folder)
    return {one.code: one for one in (TWILIO, WHATSAPP_CLOUD, own)}
