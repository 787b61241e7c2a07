"""An example of each body that is not plain; a test holds every one against the schema."""

from collections.abc import Mapping
from typing import Any

_ORDER = {
    "channel": "shop",
    "external_number": "1001",
    "placed_at": "2026-11-03T09:00:00Z",
    "currency": "GBP",
    "contact": {"name": "Anna Schmidt", "email": "anna@example.com", "language": "de"},
    "address": {"lines": ["1 Mill Lane"], "city": "Leeds", "postal_code": "LS1 4DY", "country": "GB"},
    "lines": [{"sku": "MUG", "quantity": 3, "unit_price_minor": 250}],
}
_SKU = {
    "code": "MUG", "name": "Enamel mug", "length_mm": 120, "width_mm": 90, "height_mm": 100, "weight_grams": 350,
}  # fmt: skip
_FULFILLMENT = "0199c6b0-0000-7000-8000-000000000001"
_ROUTING = {
    "is_active": True, "currency": "EUR", "day_minor": 100, "split_minor": 250, "full_minor": 300, "parcel_grams": 1500,
}  # fmt: skip

EXAMPLES: Mapping[str, Any] = {
    "place_order": _ORDER,
    "place_orders": {"orders": [_ORDER]},
    "add_lines": {"lines": [{"sku": "LAMP", "quantity": 1, "unit_price_minor": 1900}]},
    "cancel_order": {"lines": [{"position": 1, "quantity": 2}]},
    "hold_order": {"reason": "address"},
    "unhold_order": {"reason": "address"},
    "change_recipient": {"contact": _ORDER["contact"], "address": _ORDER["address"]},
    "move_order_part": {"fulfillment": _FULFILLMENT, "site": "BERLIN", "reason": "cost"},
    "change_service": {"service": "A-24"},
    "change_tags": {"add": ["gift"], "remove": ["vip"]},
    "change_sku_tags": {"add": ["fragile"], "remove": ["sale"]},
    "get_availability_of_many": {"skus": ["MUG", "LAMP"]},
    "take_tracking_events": {
        "events": [
            {
                "tracking_number": "AP0000050016", "happened_at": "2026-11-05T08:12:00+01:00",
                "status": "out_for_delivery", "place": "Leeds", "country": "GB",
            }
        ]
    },
    "hold_stock": {
        "reference": "cart-77",
        "minutes": 15,
        "lines": [{"sku": "MUG", "site": "LEEDS", "quantity": 2}],
    },
    "save_skus": {"skus": [_SKU]},
    "set_routing": _ROUTING,
    "try_routing": _ROUTING,
    "take_carrier_bill": {
        "carrier": "DHL", "number": "4711", "billed_on": "2026-10-31", "currency": "EUR",
        "charges": [
            {"tracking_number": "00340434292135100186", "charge": "freight", "amount_minor": 490, "weight_grams": 1200},
            {"tracking_number": "00340434292135100186", "charge": "fuel", "amount_minor": 37},
        ],
    },
    "decide_billed_parcels": {"ids": [71, 72], "state": "disputed", "note": "weighed 1.2 kg, billed 5 kg"},
    "create_rate_card": {
        "carrier_code": "DHL", "account_number": "5001-22", "name": "Contract 2026", "currency": "EUR",
    },
    "load_rates": {
        "valid_from": "2026-07-01",
        "sheets": {
            "services": [["service", "dimensional_divisor"], ["DHL-STD", "5000"]],
            "zones": [["country", "from", "to", "zone"], ["DE", "", "", "1"]],
            "prices": [["service", "up_to", "1"], ["DHL-STD", "5", "5.20"]],
            "fuel": [["percent"], ["7.5"]],
        },
    },
    "quote_parcels": {
        "parcels": [
            {
                "origin_country": "DE", "country": "DE", "postal_code": "25980", "weight_grams": 1500,
                "shipped_on": "2026-07-01",
            }
        ]
    },
    "save_site": {
        "name": "Leeds", "timezone": "Europe/London", "country": "GB", "latitude": 53.8, "longitude": -1.55,
        "cut_offs": [{"carrier": "ALBION", "at": "17:00", "weekdays": [1, 2, 3, 4, 5]}],
    },
    "save_locations": {
        "locations": [
            {"code": "A-01-01", "kind": "pick_face", "zone": "A", "aisle": "01", "bay": "01", "walk_sequence": 1}
        ]
    },
    "receive_stock": {
        "site": "LEEDS", "document": "GRN-1", "merchant": "ACME",
        "lines": [{"sku": "MUG", "location": "A-01-01", "quantity": 48}],
    },
    "move_stock": {"site": "LEEDS", "balance_id": 812, "quantity": 12, "to_location": "A-01-02"},
    "apply_stock_feed": {"lines": [{"sku": "MUG", "quantity": 120}], "seen_at": "2026-11-03T06:00:00Z"},
    "preview_wave": {"site": "LEEDS", "carriers": ["ALBION"]},
    "release_wave": {"site": "LEEDS", "carriers": ["ALBION"], "line_mix": "single_line"},
    "build_batches": {"max_totes": 8},
    "confirm_picks": {
        "scans": [
            {"task_id": 71, "quantity": 3, "device": "hh-04", "client_id": "c-1"},
            {"task_id": 72, "quantity": 1, "device": "hh-04", "client_id": "c-2", "short_reason": "fewer"},
        ]
    },
    "pack_fulfillments": {
        "packs": [
            {"fulfillment": _FULFILLMENT, "boxes": [{"carton": "M", "items": [{"line": 41, "quantity": 3}]}]}
        ]
    },
    "dispatch_shipments": {"shipments": [_FULFILLMENT]},
    "print_labels": {"parcels": [_FULFILLMENT]},
    "accept_fulfillments": {"fulfillments": [_FULFILLMENT]},
    "reject_fulfillments": {
        "rejections": [
            {"fulfillment": _FULFILLMENT, "reason": "out_of_stock", "items": [{"sku": "MUG", "quantity": 2}]}
        ]
    },
    "report_shipped": {
        "shipments": [
            {"fulfillment": _FULFILLMENT, "carrier": "ALBION", "parcels": [{"tracking_number": "AP000000017GB"}]}
        ]
    },
    "resolve_shorts": {"shorts": [7]},
    "create_merchant": {"code": "ACME", "name": "Acme Ltd", "currency": "GBP", "country": "GB"},
    "change_merchant": {"name": "Acme Ltd", "language": "de"},
    "set_terms": {"terms": [{"key": "order_policy", "value": "ship_complete"}]},
    "save_carrier": {
        "name": "Albion Parcels",
        "tracking_url": "https://albion.example/t/{number}",
        "services": [
            {
                "code": "A-24", "name": "Next day", "max_weight_grams": 30_000, "currency": "GBP",
                "countries": ["GB"], "prices": [{"up_to_grams": 2_000, "amount_minor": 420}],
            }
        ],
    },
    "save_carton": {
        "inner_length_mm": 300, "inner_width_mm": 200, "inner_height_mm": 150, "outer_length_mm": 306,
        "outer_width_mm": 206, "outer_height_mm": 160, "tare_grams": 180, "max_weight_grams": 15_000, "currency": "GBP",
    },
    "set_doors": {"doors": ["D-1", "D-2"]},
    "set_door_hours": {"opens_at": "08:00", "closes_at": "12:00"},
    "book_appointment": {"starts_at": "2026-11-05T09:00:00Z", "pallets": 12},
    "note_truck": {"step": "arrive"},
    "close_day": {"reason": "Stocktaking"},
    "invite_user": {"email": "dewi@operator.example", "name": "Dewi", "language": "id", "roles": ["lead"]},
    "set_user_rights": {"merchants": ["ACME"]},
    "create_key": {"name": "My shop", "scopes": ["orders:write", "orders:read"], "merchant": "ACME"},
    "answer_cancel_requests": {},
}  # fmt: skip
