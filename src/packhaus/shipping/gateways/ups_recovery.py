"""Ask UPS by our reference which label it has sold.

Source: UPS Label Recovery API, `POST /api/labels/v1/recovery` with `ReferenceValues` and the shipper's number. Its
tracking by reference would not do: that finds parcels by the day of their pick-up, and these are not picked up yet.
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from packhaus.shipping.gateways.pdf import read_pdf
from packhaus.shipping.gateways.port import Bought, LabelOrder, NotBought, Purchase, Unknown
from packhaus.shipping.gateways.transport import Answer, Line, Unanswered, Unreachable

# "The shipment for the requested … combination of reference number plus shipper number could not be found." Every
# other error means that there may be one: an expired label, or a parcel that has left.
_NOT_FOUND = "9801031"


def recover_label(*, line: Line, server: str, token: str, account_number: str, order: LabelOrder) -> Purchase:
    """Return what UPS sold under a reference; `NotBought` when it knows of nothing."""
    try:
        answer = line.send(
            method="POST",
            url=f"{server}/api/labels/v1/recovery",
            headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
            data=json.dumps(_write_request(order.reference, account_number)).encode(),
        )
        return _read(answer, parcels=len(order.parcels))
    except (Unreachable, Unanswered):
        return Unknown("lookup_unanswered")
    except (AttributeError, LookupError, TypeError, ValueError):
        return Unknown("lookup_garbled")


def _write_request(reference: str, account_number: str) -> Mapping[str, Any]:
    return {
        "LabelRecoveryRequest": {
            "Request": {"RequestOption": "Non_Validate"},
            "LabelSpecification": {"LabelImageFormat": {"Code": "PDF"}},
            "ReferenceValues": {"ReferenceNumber": {"Value": reference}, "ShipperNumber": account_number},
        }
    }


def _read(answer: Answer, *, parcels: int) -> Purchase:
    told = json.loads(answer.read())
    if answer.status != HTTPStatus.OK:
        codes = {str(one.get("code")) for one in told["response"]["errors"]}
        return NotBought("not_there") if _NOT_FOUND in codes else Unknown("lookup_refused")
    found = told["LabelRecoveryResponse"]
    results = found["LabelResults"]
    labels = results if isinstance(results, list) else [results]
    numbers = tuple(str(one["TrackingNumber"]) for one in labels)
    pdfs = tuple(read_pdf(one["LabelImage"]["GraphicImage"]) for one in labels)
    if len(numbers) != parcels:
        return Unknown("lookup_garbled")
    return Bought(str(found["ShipmentIdentificationNumber"]), numbers, pdfs)
