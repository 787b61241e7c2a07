"""What FedEx, DHL Express, GLS and USPS answer, by their documentation.

Shapes: FedEx Ship v1, MyDHL API 2.12, GLS ShipIT Farm v1, USPS Labels v3, which answers in parts.
"""

import json
from base64 import b64encode
from io import BytesIO
from typing import Any

from pypdf import PdfWriter

FEDEX_SHIP = "/ship/v1/shipments"
MYDHL_SHIP = "/mydhlapi/shipments"
MYDHL_ADDRESS = "/mydhlapi/address-validate"
GLS_SHIP = "/shipit-farm/v1/backend/rs/shipments"
USPS_LABEL = "/labels/v3/label"
MORE_TOKENS = ("/oauth/token", "/oauth2/v2/token", "/oauth2/v3/token", "/payments/v3/payment-authorization")

Said = tuple[int, Any] | tuple[int, Any, dict[str, str]]


def sell_fedex(stand_in: Any, _path: str, body: Any, _query: Any) -> Said:
    packages = body["requestedShipment"]["requestedPackageLineItems"]
    reference = packages[0]["customerReferences"][0]["value"]
    shipment = stand_in.sell(reference, len(packages), lambda serial: f"7949{serial:08d}")
    pieces = [
        {
            "trackingNumber": number,
            "trackingIdType": "FEDEX",
            "serviceCategory": "EXPRESS",
            "packageDocuments": [{"contentType": "LABEL", "docType": "PDF", "encodedLabel": draw_pdf()}],
        }
        for number in shipment["numbers"]
    ]
    sold = {
        "masterTrackingNumber": shipment["identifier"],
        "serviceType": "FEDEX_GROUND",
        "pieceResponses": pieces,
    }
    return 200, {"transactionId": "624deea6", "output": {"transactionShipments": [sold]}}


def void_fedex(stand_in: Any, _path: str, body: Any, _query: Any) -> Said:
    stand_in.voided.append(body["trackingNumber"])
    return 200, {"transactionId": "624deea6", "output": {"cancelledShipment": True}}


def sell_mydhl(stand_in: Any, _path: str, body: Any, _query: Any) -> Said:
    packages = body["content"]["packages"]
    reference = body["customerReferences"][0]["value"]
    shipment = stand_in.sell(reference, len(packages), lambda serial: f"JD0146000{serial:011d}")
    documents = [
        {"imageFormat": "PDF", "typeCode": kind, "content": draw_pdf(pages=len(packages))}
        for kind in ("label", "waybillDoc")
    ]
    pieces = [
        {"referenceNumber": number, "trackingNumber": code}
        for number, code in enumerate(shipment["numbers"], start=1)
    ]
    return 201, {"shipmentTrackingNumber": "1234567890", "packages": pieces, "documents": documents}


def find_address(_stand_in: Any, _path: str, _body: Any, _query: Any) -> Said:
    return 200, {"address": [{"countryCode": "DE", "postalCode": "53113", "cityName": "BONN"}]}


def sell_gls(stand_in: Any, _path: str, body: Any, _query: Any) -> Said:
    asked = body["Shipment"]
    units = asked["ShipmentUnit"]
    shipment = stand_in.sell(asked["ShipmentReference"][0], len(units), lambda serial: f"Z{serial:010d}")
    labels = [
        {"trackingNumber": number, "labelData": draw_pdf(), "labelFormat": "PDF"}
        for number in shipment["numbers"]
    ]
    return 200, {
        "shipmentId": f"GLS{shipment['identifier']}",
        "trackingNumbers": shipment["numbers"],
        "labels": labels,
        "status": "CREATED",
    }


def void_gls(stand_in: Any, path: str, _body: Any, _query: Any) -> Said:
    number = path.rsplit("/", 1)[-1]
    stand_in.voided.append(number)
    return 200, {"TrackID": number, "result": "CANCELLED"}


def sell_usps(stand_in: Any, _path: str, body: Any, _query: Any) -> Said:
    """Sell the label of one parcel, in parts as USPS sends them."""
    reference = body["packageDescription"]["customerReference"][0]["referenceNumber"]
    shipment = stand_in.sell(reference, 1, lambda serial: f"9405511{serial:015d}")
    metadata = {"trackingNumber": shipment["identifier"], "postage": 8.4, "SKU": "DPXX0XXXXC"}
    parts = [
        ("labelMetadata", "application/json", "", json.dumps(metadata)),
        ("labelImage", "application/pdf", '; filename="labelImage.pdf"', draw_pdf()),
    ]
    text = "".join(
        f'--part\r\nContent-Type: {kind}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{content}\r\n'
        for name, kind, file, content in parts
    )
    return 200, f"{text}--part--"


def void_usps(stand_in: Any, path: str, _body: Any, _query: Any) -> Said:
    number = path.rsplit("/", 1)[-1]
    stand_in.voided.append(number)
    return 200, {"trackingNumber": number, "status": "CANCELED"}


MORE_ROUTES = [
    ("PUT", f"{FEDEX_SHIP}/cancel", void_fedex),
    ("POST", FEDEX_SHIP, sell_fedex),
    ("POST", MYDHL_SHIP, sell_mydhl),
    ("GET", MYDHL_ADDRESS, find_address),
    ("POST", f"{GLS_SHIP}/cancel/", void_gls),
    ("POST", GLS_SHIP, sell_gls),
    ("POST", USPS_LABEL, sell_usps),
    ("DELETE", USPS_LABEL, void_usps),
]
MORE_REFUSALS: dict[str, Said] = {
    "/ship": (400, {"errors": [{"code": "RECIPIENT.POSTALCODE.INVALID", "message": "Invalid postal code"}]}),
    "/mydhlapi": (400, {"status": 400, "title": "Bad request", "detail": "The postal code is unknown"}),
    "/shipit-farm": (400, "", {"error": "ZIP_UNKNOWN", "message": "The postal code is unknown"}),
    "/labels": (
        400,
        {
            "apiVersion": "v3",
            "error": {
                "code": "400",
                "message": "Bad request",
                "errors": [{"status": "400", "code": "010001", "detail": "Address Not Found"}],
            },
        },
    ),
}


def draw_pdf(*, pages: int = 1) -> str:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=288, height=432)
    out = BytesIO()
    writer.write(out)
    return b64encode(out.getvalue()).decode()
