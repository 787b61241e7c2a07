"""What carriers answer who are asked where a parcel is: label made, then what the stand-in's `journeys` say.

Shapes: UPS Track v1, FedEx Track v1, MyDHL API 2.12, GLS Track And Trace v1, USPS Tracking v3.
"""

from typing import Any

# By the status of a journey: what each carrier calls it.
CODES: dict[str, dict[str, Any]] = {
    "ups": {"in_transit": ("I", "AR"), "delivered": ("D", "F4")},
    "fedex": {"in_transit": "IT", "delivered": "DL"},
    "mydhl": {"in_transit": "AF", "delivered": "OK"},
    "gls": {"in_transit": "INTRANSIT", "delivered": "DELIVERED"},
    "usps": {"in_transit": "In Transit", "delivered": "Delivered"},
}


def tell_ups(stand_in: Any, path: str, _body: Any, _query: Any) -> tuple[int, Any]:
    number = path.rsplit("/", 1)[-1]
    kind, code = CODES["ups"][stand_in.journey]
    activity = {
        "location": {"address": {"city": "LEEDS", "countryCode": "GB"}},
        "status": {"type": kind, "code": code, "description": "SCAN"},
        "date": "20260102",
        "time": "163000",
    }
    package = {"trackingNumber": number, "activity": [activity], "currentStatus": activity["status"]}
    return 200, {"trackResponse": {"shipment": [{"inquiryNumber": number, "package": [package]}]}}


def tell_fedex(stand_in: Any, _path: str, body: Any, _query: Any) -> tuple[int, Any]:
    code = CODES["fedex"][stand_in.journey]
    results = []
    for asked in body["trackingInfo"]:
        number = asked["trackingNumberInfo"]["trackingNumber"]
        event = {"date": "2026-01-02T16:30:00-06:00", "eventType": code, "eventDescription": "Scan"}
        told = {
            "trackingNumberInfo": {"trackingNumber": number},
            "latestStatusDetail": {"code": code, "derivedCode": code},
            "scanEvents": [event],
        }
        results.append({"trackingNumber": number, "trackResults": [told]})
    return 200, {"output": {"completeTrackResults": results}}


def tell_mydhl(stand_in: Any, _path: str, _body: Any, query: Any) -> tuple[int, Any]:
    event = {
        "date": "2026-01-02",
        "time": "16:30:00",
        "typeCode": CODES["mydhl"][stand_in.journey],
        "description": "Scan",
    }
    return 200, {
        "shipments": [
            {"shipmentTrackingNumber": number, "status": "transit", "events": [event]}
            for number in query["shipmentTrackingNumber"]
        ]
    }


def tell_gls(stand_in: Any, path: str, _body: Any, _query: Any) -> tuple[int, Any]:
    status = CODES["gls"][stand_in.journey]
    event = {"code": status, "city": "Bonn", "country": "DE", "eventDateTime": "2026-01-02T16:30:00+0100"}
    return 200, {
        "parcels": [
            {"requested": number, "unitno": number, "status": status, "events": [event]}
            for number in path.rsplit("/", 1)[-1].split(",")
        ]
    }


def tell_usps(stand_in: Any, path: str, _body: Any, _query: Any) -> tuple[int, Any]:
    status = CODES["usps"][stand_in.journey]
    event = {
        "eventType": status,
        "eventTimestamp": "2026-01-02T16:30:00",
        "eventCity": "AUSTIN",
        "eventState": "TX",
        "eventZIP": "78701",
        "eventCode": "01" if status == "Delivered" else "10",
    }
    number = path.rsplit("/", 1)[-1]
    return 200, {
        "trackingNumber": number,
        "status": status,
        "statusCategory": status,
        "trackingEvents": [event],
    }


TRACKING_ROUTES = [
    ("GET", "/api/track/v1/details/", tell_ups),
    ("POST", "/track/v1/trackingnumbers", tell_fedex),
    ("GET", "/mydhlapi/tracking", tell_mydhl),
    ("GET", "/track-and-trace-v1/tracking/", tell_gls),
    ("GET", "/tracking/v3/tracking/", tell_usps),
]
