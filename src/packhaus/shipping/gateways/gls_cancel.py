"""Give labels of GLS back: the library sends no such request.

Source: GLS ShipIT Farm v1, `POST /rs/shipments/cancel/{trackID}`, which answers with a `result`.
"""

import json
from http import HTTPStatus
from typing import Any

from packhaus.shipping.gateways.port import Voided
from packhaus.shipping.gateways.transport import Line, Unanswered, Unreachable

_TAKEN_BACK = {"CANCELLED", "CANCELLATION_PENDING"}
_TYPE = "application/glsVersion1+json"


def cancel_gls(line: Line, gateway: Any, number: str) -> Voided:
    """Return whether GLS takes the label of one parcel back; what it has scanned it keeps."""
    headers = {
        "accept": _TYPE,
        "content-type": _TYPE,
        "authorization": f"Bearer {gateway.settings.access_token}",
    }
    url = f"{gateway.settings.shipment_api_url}/rs/shipments/cancel/{number}"
    try:
        answer = line.send(method="POST", url=url, headers=headers, data=b"")
    except Unreachable:
        return Voided(is_void=False, failure="unreachable")
    except Unanswered:
        return Voided(is_void=False, failure="silent")
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Voided(is_void=False, failure="silent")
    try:
        result = str(json.loads(answer.read())["result"])
    except (LookupError, TypeError, ValueError):
        told = str(answer.headers.get("message") or "")[:300]
        return Voided(is_void=False, failure="refused" if told else "garbled", told=told)
    return Voided(is_void=result in _TAKEN_BACK, failure="" if result in _TAKEN_BACK else result[:40])
