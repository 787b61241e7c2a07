"""Where every page is: read from the URL configuration, so that a new page cannot be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

TRUCK = urlencode({"site": "LEEDS", "carrier": "ALBION", "until": ""})
# Sandboxed: no script runs in it, and no rule can be asked of it but within its page.
FRAMES = frozenset({"console:message-preview", "console:message-wording-preview"})
# Files, parts of pages, and deeds that lead whoever asks with GET elsewhere by themselves.
NO_PAGES = frozenset({
    "track:accent", "console:batch-list", "console:registration-evidence", "console:own-evidence",
    "console:manifest-list",
    "floor:load-manifest", "floor:load-close", "console:transfer-note", "console:pack-labels", "console:pack-slip",
    "console:pack-commands", "console:pack-card", "console:pack-photo", "console:pack-vas",
    "console:import-rejects", "console:asn-photo", "console:sample-file", "console:rate-sample", "console:rate-file",
    "console:import-jobs",
    "floor:check-empty", "console:location-file", "console:face-file", "floor:fetch", "floor:plate-label",
    "floor:badge", "floor:sign-in", "floor:print-paper", "floor:hold", "floor:transfer-take", "floor:worker",
    "floor:start", "floor:cancel", "console:release-now", "console:wave-batches", "console:wave-unrelease",
    "console:batch-assign", "console:batch-return", "console:pack-close", "console:pack-stop", "console:order-labels",
    "console:pack-look",
})  # fmt: skip


@dataclass(frozen=True)
class World:
    """What the addresses of pages need to know."""

    acme_id: str
    leeds_id: str
    location_id: int
    admin_id: UUID
    run_id: UUID
    walk: str
    order: str
    token: str
    session: str
    waiting_session: str
    merchant_session: str
    invitation: str
    reset: str

    @cached_property
    def values(self) -> dict[str, Any]:
        """Arguments by the part of the console and their name; the longest part that fits is asked first."""
        ids = _read_ids() | _read_channel_ids()
        return _list_setup(ids, self.admin_id) | {
            "floor/replenish/": {"task_id": ids["replenish"]},
            "floor/reslot/": {"move_id": ids["reslot"]},
            "floor/sort/": {"code": "W1"},
            "floor/services/": {"tote": ids["tote"]},
            "floor/zones/": {"code": "-"},
            "floor/transfers/": {"merchant": "ACME", "number": "TR-1"},
            "floor/receive/": {"merchant": "ACME", "number": "ASN-1", "code": "LPN-9"},
            "floor/batches/": {"number": self.walk, "task_id": ids["task"]},
            "floor/count/": {"number": ids["count"]},
            "floor/checks/": {"check_id": ids["check"]},
            "floor/put-away/": {"task_id": ids["put_away"]},
            "stock/slotting/rules/": {"code": "LEEDS"},
            "stock/counts/programme/": {"code": "LEEDS"},
            "stock/counts/": {"number": ids["count"]},
            "waves/": {"number": ids["wave"]},
            "release/policies/": {"policy_id": ids["policy"]},
            "batches/": {"number": self.walk},
            "orders/": {"number": f"ACME:{self.order}", "run_id": self.run_id},
            "stock/units/": {"code": ids["tote"]},
            "stock/": {
                "merchant": "ACME",
                "code": "MUG",
                "location_id": self.location_id,
                "lot_id": ids["lot"],
            },
            "inbound/orders/": {"merchant": "ACME", "number": "PO-1"},
            "inbound/new/": {"sketch_id": ids["sketch"]},
            "inbound/": {
                "merchant": "ACME",
                "number": "ASN-1",
                "receipt_id": self.admin_id,
                "photo_id": self.admin_id,
                "difference_id": self.admin_id,
            },
            "recalls/": {"number": ids["recall"]},
            "care/notes/": {"note_id": ids["note"]},
            "floor/print/": {"job_id": ids["print_job"]},
            "floor/labels/": {"code": "LPN-9"},
            "transfers/": {"merchant": "ACME", "number": "TR-1"},
            "catalog/": {"merchant": "ACME", "code": "MUG"},
            "pack/": {"tote": ids["tote"], "shipment_id": ids["shipment"], "number": 1},
            "pack/purchases/": {"purchase_id": self.admin_id},
            "pack/photos/": {"fulfillment_id": ids["picked"], "photo_id": self.admin_id},
            "work-orders/": {"number": "V-1"},
            "dispatch/": {"number": "M-1"},
            "floor/load/manifests/": {"number": "M-1"},
            "t/": {"token": self.token, "stamp": "x", "accent": "0b7285"},
            "undo/": {"token": "x"},
        }


def _list_setup(ids: dict[str, Any], admin_id: UUID) -> dict[str, Any]:
    """Return the arguments of the pages of the setup."""
    return {
        "setup/printing/": {"station_id": ids["station"], "printer_id": ids["printer"]},
        "setup/sites/": {"code": "LEEDS", "slot_id": admin_id, "pick_up_id": admin_id},
        "setup/carriers/": {"code": "ALBION"},
        "setup/services/": {"code": "A-48"},
        "setup/transit-times/": {"lane_id": ids["lane"]},
        "setup/carrier-connections/": {"connection_id": ids["connection"], "interface": "ups"},
        "carriers/cards/": {"card_id": ids["rate_card"], "kind": "workbook"},
        "carriers/versions/": {"version_id": ids["rate_version"], "kind": "workbook"},
        "setup/cartons/": {"carton_id": ids["carton"]},
        "setup/vas/": {"option_id": ids["vas"]},
        "setup/vas/rules/": {"rule_id": ids["vas_rule"]},
        "setup/merchants/": {"code": "ACME"},
        "setup/users/": {"user_id": admin_id},
        "setup/messages/templates/": {
            "merchant": "ACME",
            "kind": "order_confirmed",
            "language": "de",
            "channel": "email",
        },
        "setup/messages/": {"message_id": ids["message"]},
        "setup/messages/permissions/": {"permission_id": ids["permission"]},
        "setup/messages/routes/": {"route_id": ids["route"]},
        "setup/messages/channels/": {
            "gateway_id": ids["gateway"],
            "provider": "twilio",
            "channel": "sms",
        },
        "hooks/messages/": {"gateway_id": ids["gateway"]},
        "setup/registrations/": {"registration_id": ids["registration"]},
        "registrations/": {"registration_id": ids["registration"]},
        "setup/shelf-rules/": {"rule_id": ids["shelf_rule"]},
        "setup/files/": {"kind": "catalog"},
    }


def _read_channel_ids() -> dict[str, Any]:
    """Return what only the database knows of channels of messages."""
    with transaction(Scope.operator()):
        [found] = rows.fetch_tuples(
            "SELECT (SELECT id FROM messaging_messagepermission LIMIT 1), "
            "(SELECT id FROM messaging_messageroute LIMIT 1), (SELECT id FROM messaging_messagegateway LIMIT 1)"
        )
    return dict(zip(("permission", "route", "gateway"), found, strict=True))


def _read_ids() -> dict[str, Any]:
    """Return what only the database knows."""
    with transaction(Scope.operator()):
        [found] = rows.fetch_tuples(
            "SELECT (SELECT id FROM outbound_picktask WHERE status IN ('open', 'claimed') ORDER BY sequence LIMIT 1), "
            "(SELECT number FROM outbound_wave ORDER BY released_at DESC LIMIT 1), "
            "(SELECT u.code FROM outbound_batchslot AS s JOIN inventory_handlingunit AS u ON u.id = s.tote_id "
            "JOIN orders_fulfillmentorder AS f ON f.id = s.fulfillment_id WHERE f.status = 'picked'), "
            "(SELECT id FROM shipping_shipment LIMIT 1), (SELECT id FROM messaging_message LIMIT 1), "
            "(SELECT id FROM shipping_cartontype LIMIT 1), "
            "(SELECT id FROM inbound_qualitycheck LIMIT 1), (SELECT id FROM terms_registration LIMIT 1), "
            "(SELECT id FROM outbound_replenishmenttask LIMIT 1), "
            "(SELECT id FROM inbound_putawaytask WHERE status = 'claimed'), "
            "(SELECT number FROM inventory_count LIMIT 1), (SELECT id FROM outbound_releasepolicy LIMIT 1), "
            "(SELECT id FROM inventory_lot LIMIT 1), (SELECT id FROM outbound_slottingmove WHERE status = 'claimed'), "
            "(SELECT number FROM recalls_recall LIMIT 1), (SELECT id FROM terms_shelfrule LIMIT 1), "
            "(SELECT id FROM orders_fulfillmentorder WHERE status = 'picked' LIMIT 1), "
            "(SELECT id FROM catalog_vasoption LIMIT 1), (SELECT id FROM catalog_vasrule LIMIT 1), "
            "(SELECT id FROM printing_printjob LIMIT 1), (SELECT id FROM printing_station LIMIT 1), "
            "(SELECT id FROM printing_printer LIMIT 1), (SELECT id FROM shipping_ratecard LIMIT 1), "
            "(SELECT id FROM shipping_ratecardversion ORDER BY number DESC LIMIT 1), "
            "(SELECT id FROM shipping_transittime LIMIT 1), (SELECT id FROM inbound_asnsketch LIMIT 1), "
            "(SELECT id FROM shipping_carrierconnection LIMIT 1), (SELECT id FROM care_shoppernote LIMIT 1)"
        )
    return dict(
        zip(
            (
                "task",
                "wave",
                "tote",
                "shipment",
                "message",
                "carton",
                "check",
                "registration",
                "replenish",
                "put_away",
                "count",
                "policy",
                "lot",
                "reslot",
                "recall",
                "shelf_rule",
                "picked",
                "vas",
                "vas_rule",
                "print_job",
                "station",
                "printer",
                "rate_card",
                "rate_version",
                "lane",
                "sketch",
                "connection",
                "note",
            ),
            found,
            strict=True,
        )
    )


@dataclass(frozen=True, slots=True)
class Address:
    """A name of the URL configuration, where it is, whose session asks for it and what it answers."""

    name: str
    url: str
    session: str
    status: int = HTTPStatus.OK


def list_addresses(world: World) -> list[Address]:
    """List every address but the API's, in the order of the URL configuration."""
    special = {
        "sign-in": ("/sign-in/", ""),
        "forgotten": ("/forgotten/", ""),
        "second-factor": ("/sign-in/second-factor/", world.waiting_session),
        "console:home": (reverse("console:home"), world.merchant_session),
        "console:own-registrations": (reverse("console:own-registrations"), world.merchant_session),
        "invitation": (world.invitation, ""),
        "reset": (world.reset, ""),
        "console:search": (f"{reverse('console:search')}?q=MUG", world.session),
    } | {
        name: (f"{reverse(name)}?{TRUCK}", world.session)
        for name in (
            "console:dispatch-review",
            "console:dispatch-load",
            "console:dispatch-move",
            "floor:load-truck",
        )
    }
    addresses = []
    for name, route, arguments in _walk(get_resolver().url_patterns):
        if name in special:
            url, session = special[name]
        else:
            url, session = (
                _reverse(world, name, route, arguments),
                "" if name[:6] == "track:" else world.session,
            )
        status = HTTPStatus.NOT_FOUND if name == "track:nothing" else HTTPStatus.OK
        addresses.append(Address(name, url, session, status))
    return addresses


def list_pages(world: World) -> list[Address]:
    """List every address that is a page."""
    return [address for address in list_addresses(world) if address.name not in NO_PAGES | FRAMES]


def _walk(
    patterns: list[URLPattern | URLResolver], before: str = "", space: str = ""
) -> Iterator[tuple[str, str, list[str]]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from () if route.startswith("api/") else _walk(pattern.url_patterns, route, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", route, list(pattern.pattern.converters)


def _reverse(world: World, name: str, route: str, arguments: list[str]) -> str:
    parts = sorted((part for part in world.values if route.startswith(part)), key=len)
    known = world.values[parts[-1]] if parts else {}
    missing = set(arguments) - set(known)
    assert not missing, f"tell tests/pages/world.py how to reach {name}: {route} needs {missing}"
    return reverse(name, kwargs={argument: known[argument] for argument in arguments})
