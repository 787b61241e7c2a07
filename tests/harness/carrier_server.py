"""A server on loopback that plays carriers, by what their documentation says they answer.

Shapes: UPS Shipping v2409, Void v2409, Label Recovery v1; DHL Parcel DE Shipping v2.
"""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from PIL import Image, ImageDraw

from tests.harness.carrier_answers import MORE_REFUSALS, MORE_ROUTES, MORE_TOKENS, Said, draw_pdf
from tests.harness.carrier_tracking import TRACKING_ROUTES


@dataclass
class CarrierStandIn:
    """What the carriers know, what they were asked, and how they behave.

    `mood` by path's beginning: `down` (status 503), `garbled`, `refuse`, `cut` (takes the order and hangs up),
    `slow` (takes the order and stays silent).
    """

    url: str = ""
    moods: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    sold: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    voided: list[str] = field(default_factory=list)
    serial: int = 0
    silence_seconds: float = 3.0
    journey: str = "in_transit"

    def find_mood(self, path: str) -> str:
        return next((mood for start, mood in self.moods.items() if path.startswith(start)), "")

    def count(self, start: str) -> int:
        """Return how often an address was asked."""
        return sum(path.startswith(start) for _, path, _ in self.asked)

    def list_live(self) -> list[str]:
        """Return the references of shipments that are sold and not voided."""
        return [
            reference
            for reference, shipments in self.sold.items()
            for shipment in shipments
            if shipment["identifier"] not in self.voided
        ]

    def sell(self, reference: str, parcels: int, make: Callable[[int], str]) -> dict[str, Any]:
        numbers = []
        for _ in range(parcels):
            self.serial += 1
            numbers.append(make(self.serial))
        shipment = {"identifier": numbers[0], "numbers": numbers}
        self.sold.setdefault(reference, []).append(shipment)
        return shipment


UPS_SHIP = "/api/shipments/v2409/ship"
UPS_VOID = "/api/shipments/v2409/void/cancel/"
UPS_RECOVER = "/api/labels/v1/recovery"
DHL_ORDERS = "/parcel/de/shipping/v2/orders"
_TOKENS = ("/security/v1/oauth/token", "/parcel/de/account/auth/ropc/v1/token", *MORE_TOKENS)


def _answer_token(stand_in: CarrierStandIn, path: str, _body: Any, _query: Any) -> tuple[int, Any]:
    if stand_in.find_mood(path) == "refuse":
        if path.startswith("/security"):
            return 401, {"response": {"errors": [{"code": "10401", "message": "ClientId is Invalid"}]}}
        if path in MORE_TOKENS:
            said = {"code": "401", "message": "Invalid credentials"}
            return 401, {"errors": [said], "error": said}
        return 401, {"title": "Unauthorized", "status": 401, "detail": "Invalid credentials"}
    return 200, {
        "token_type": "Bearer",
        "issued_at": str(int(time.time() * 1000)),
        "access_token": "token-of-loopback",
        "paymentAuthorizationToken": "payer-of-loopback",
        "expires_in": "14399",
    }


def _sell_ups(stand_in: CarrierStandIn, _path: str, body: Any, _query: Any) -> tuple[int, Any]:
    asked = body["ShipmentRequest"]["Shipment"]
    packages = asked["Package"]
    reference = (asked.get("ReferenceNumber") or packages[0].get("ReferenceNumber"))["Value"]
    shipment = stand_in.sell(reference, len(packages), lambda serial: f"1Z12345E{serial:010d}")
    results = [
        {
            "TrackingNumber": number,
            "ShippingLabel": {"ImageFormat": {"Code": "GIF"}, "GraphicImage": _draw_gif(number)},
        }
        for number in shipment["numbers"]
    ]
    return 200, {
        "ShipmentResponse": {
            "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
            "ShipmentResults": {
                "ShipmentIdentificationNumber": shipment["identifier"],
                "PackageResults": results,
            },
        }
    }


def _recover_ups(stand_in: CarrierStandIn, _path: str, body: Any, _query: Any) -> tuple[int, Any]:
    asked = body["LabelRecoveryRequest"]["ReferenceValues"]
    found = stand_in.sold.get(asked["ReferenceNumber"]["Value"])
    if not found:
        text = "The shipment for the requested reference number plus shipper number could not be found."
        return 400, {"response": {"errors": [{"code": "9801031", "message": text}]}}
    shipment = found[0]
    results = [
        {
            "TrackingNumber": number,
            "LabelImage": {"LabelImageFormat": {"Code": "PDF"}, "GraphicImage": draw_pdf()},
        }
        for number in shipment["numbers"]
    ]
    return 200, {
        "LabelRecoveryResponse": {
            "Response": {"ResponseStatus": {"Code": "1", "Description": "Success"}},
            "ShipmentIdentificationNumber": shipment["identifier"],
            "LabelResults": results if len(results) > 1 else results[0],
        }
    }


def _void_ups(stand_in: CarrierStandIn, path: str, _body: Any, _query: Any) -> tuple[int, Any]:
    stand_in.voided.append(path.rsplit("/", 1)[-1])
    status = {"ResponseStatus": {"Code": "1", "Description": "Success"}}
    return 200, {"VoidShipmentResponse": {"Response": status, "SummaryResult": {"Status": {"Code": "1"}}}}


def _sell_dhl(stand_in: CarrierStandIn, _path: str, body: Any, _query: Any) -> tuple[int, Any]:
    orders = body["shipments"]
    shipment = stand_in.sell(orders[0]["refNo"], len(orders), lambda serial: f"0034043410{serial:010d}")
    items = [
        {
            "shipmentNo": number,
            "sstatus": {"title": "ok", "statusCode": 200, "detail": "ok"},
            "label": {"b64": draw_pdf(), "fileFormat": "PDF", "printFormat": "910-300-600"},
            "validationMessages": [
                {
                    "property": "consignee",
                    "validationMessage": "The postal code was completed.",
                    "validationState": "Warning",
                }
            ],
        }
        for number in shipment["numbers"]
    ]
    return 200, {"status": {"title": "ok", "statusCode": 200, "detail": "ok"}, "items": items}


def _void_dhl(stand_in: CarrierStandIn, _path: str, _body: Any, query: Any) -> tuple[int, Any]:
    numbers = query["shipment"][0].split(",")
    stand_in.voided += numbers
    items = [{"shipmentNo": number, "sstatus": {"title": "ok", "statusCode": 200}} for number in numbers]
    return 200, {"status": {"title": "ok", "statusCode": 200, "detail": "ok"}, "items": items}


_ROUTES: list[tuple[str, str, Callable[..., Said]]] = [
    *(("POST", path, _answer_token) for path in _TOKENS),
    ("POST", UPS_SHIP, _sell_ups),
    ("POST", UPS_RECOVER, _recover_ups),
    ("DELETE", UPS_VOID, _void_ups),
    ("POST", DHL_ORDERS, _sell_dhl),
    ("DELETE", DHL_ORDERS, _void_dhl),
    *MORE_ROUTES,
    *TRACKING_ROUTES,
]
_REFUSALS: dict[str, Any] = {
    "/api": {"response": {"errors": [{"code": "120202", "message": "Missing or invalid ship to city"}]}},
    "/parcel": {
        "status": {"title": "Bad Request", "statusCode": 400, "detail": "1 of 1 shipment had errors."},
        "items": [
            {
                "sstatus": {"title": "Bad Request", "statusCode": 400},
                "validationMessages": [
                    {
                        "property": "consignee.postalCode",
                        "validationMessage": "The postal code is unknown.",
                        "validationState": "Error",
                    }
                ],
            }
        ],
    },
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stand_in: CarrierStandIn


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        self._handle("POST")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def do_GET(self) -> None:
        self._handle("GET")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""

    def _handle(self, method: str) -> None:
        parts = urlsplit(self.path)
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        is_json = "json" in self.headers.get("content-type", "") and sent
        body = json.loads(sent) if is_json else sent.decode()
        self.server.stand_in.asked.append((method, parts.path, body))
        answer = _choose(self.server.stand_in, method, parts.path, body, parse_qs(parts.query))
        if answer is None:
            self.close_connection = True
            return
        status, told, *others = answer
        text = told if isinstance(told, str) else json.dumps(told)
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text.encode())))
        for name, value in (others[0] if others else {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())


def _choose(stand_in: CarrierStandIn, method: str, path: str, body: Any, query: Any) -> Said | None:
    """Answer as the mood says; None hangs up."""
    mood = stand_in.find_mood(path)
    if mood == "down":
        return 503, "Service Unavailable"
    if mood == "refuse" and path not in _TOKENS:
        more = next((said for start, said in MORE_REFUSALS.items() if path.startswith(start)), None)
        if more:
            return more
        return 400, next(told for start, told in _REFUSALS.items() if path.startswith(start))
    made = next((make for verb, start, make in _ROUTES if verb == method and path.startswith(start)), None)
    if made is None:
        return 404, {}
    answer = made(stand_in, path, body, query)
    if mood == "slow":
        threading.Event().wait(stand_in.silence_seconds)
    if mood in {"cut", "slow"}:
        return None
    return (200, "<html>Maintenance</html>") if mood == "garbled" else answer


@contextmanager
def stand_in_for_carriers() -> Iterator[CarrierStandIn]:
    """Serve the carriers on a port of loopback."""
    server = _Server(("127.0.0.1", 0), _Handler)
    stand_in = server.stand_in = CarrierStandIn(url=f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()


def _draw_gif(text: str) -> str:
    picture = Image.new("L", (1400, 800), 255)
    ImageDraw.Draw(picture).text((40, 40), text, fill=0)
    out = BytesIO()
    picture.save(out, "GIF")
    return b64encode(out.getvalue()).decode()
