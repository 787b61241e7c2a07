"""Carriers through the library: its connectors write the requests and read the answers, the sending is ours."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from packhaus.shipping.gateways.connection import Connection
from packhaus.shipping.gateways.connectors import CONNECTORS, Sold
from packhaus.shipping.gateways.interfaces import INTERFACES, Extra
from packhaus.shipping.gateways.library import load_library, make_cache, open_gateway
from packhaus.shipping.gateways.payload import write_order
from packhaus.shipping.gateways.pdf import read_pdf
from packhaus.shipping.gateways.port import (
    Bought,
    LabelOrder,
    NotBought,
    Purchase,
    Tracked,
    Unknown,
    Voided,
)
from packhaus.shipping.gateways.tracking import read_events
from packhaus.shipping.gateways.transport import Line, Unanswered, Unreachable

TIMEOUT_SECONDS = 20.0
_TOLD_AT_MOST = 300
# What connectors raise for input they cannot write or an answer they cannot read; their own errors are added below.
_BROKEN = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)
_LOCKED_OUT = {"401", "403"}
_NOT_READ = "SHIPPING_SDK_ERROR"
_CACHES: dict[UUID, Any] = {}


class KarrioGateway:
    """One account of one carrier. Opened for a call or a few; its token is kept for the process."""

    def __init__(
        self, connection: Connection, *, server: str = "", timeout_seconds: float = TIMEOUT_SECONDS
    ) -> None:
        load_library()
        self._connection = connection
        self._server = server
        self._line = Line(timeout_seconds=timeout_seconds, is_plain_allowed=bool(server))
        self._connector = CONNECTORS[connection.interface]
        self._inner: Any = None

    @property
    def can_look_up(self) -> bool:
        """Whether the carrier can be asked by our reference what it sold."""
        return INTERFACES[self._connection.interface].can_look_up

    def check(self) -> NotBought | None:
        """Sign in; None when the carrier lets us."""
        refused = self._sign_in()
        if refused or self._connector.probe is None:
            return refused
        try:
            told = self._connector.probe(self._open())
        except (Unreachable, Unanswered, *_BROKEN):
            return NotBought("unreachable", is_down=True)
        return NotBought("sign_in") if str(told.get("status")) in _LOCKED_OUT else None

    def _sign_in(self) -> NotBought | None:
        from karrio.core.errors import ParsedMessagesError, ShippingSDKError
        from karrio.lib import Serializable

        try:
            self._connector.sign_in(self._open(), Serializable(None))
        except ParsedMessagesError as error:
            return self._forget_token(NotBought("sign_in", _tell(error.messages)))
        except (Unreachable, Unanswered):
            return self._forget_token(NotBought("unreachable", is_down=True))
        except (ShippingSDKError, *_BROKEN):
            return self._forget_token(NotBought("sign_in"))
        return None

    def buy(self, order: LabelOrder) -> Purchase:
        """Buy labels. Ask once: who does not know what came of it looks it up before buying again."""
        if not all(
            party.lines and party.lines[0] and party.city for party in (order.sender, order.recipient)
        ):
            return NotBought("address_incomplete")
        unsaid = _list_extras(order) - INTERFACES[self._connection.interface].says
        if unsaid:
            return NotBought(f"no_{min(unsaid)}")
        options, own = self._connector.find_options(order)
        fields = write_order(order, options=options, parcel_options=own)
        asked = self._ask("shipment", fields, amend=self._connector.amend, order=order)
        if isinstance(asked, NotBought | Unknown):
            return asked
        details, messages, told = asked
        if details is None:
            errors = _list_errors(messages)
            # A success that shows no label and no complaint says nothing, nor does a complaint of the library's own.
            is_told = errors and not any(_NOT_READ in str(one.code) for one in errors)
            return NotBought(_find_code(errors), _tell(errors)) if is_told else Unknown("garbled")
        return self._read_purchase(details, told, parcels=len(order.parcels))

    def look_up(self, order: LabelOrder) -> Purchase:
        """Ask by our reference what was sold; `NotBought` that is not down: the carrier knows of nothing."""
        from packhaus.shipping.gateways.ups_recovery import recover_label

        refused = self.check()
        if refused:
            return Unknown(refused.failure)
        assert self.can_look_up
        gateway = self._open()
        token = gateway.proxy.authenticate(None).deserialize()
        return recover_label(
            line=self._line,
            server=gateway.settings.server_url,
            token=token,
            account_number=self._connection.account_number,
            order=order,
        )

    def void(self, identifier: str) -> Voided:
        """Give a label back."""
        if self._connector.void:
            return self._void_by_call(self._connector.void, identifier)
        first, *others = identifier.split(",")
        fields = {"shipment_identifier": first, "options": {"shipment_identifiers": others}}
        asked = self._ask("cancel", fields)
        if isinstance(asked, NotBought | Unknown):
            return Voided(is_void=False, failure=asked.failure)
        confirmation, messages, _ = asked
        if confirmation is not None and confirmation.success:
            return Voided(is_void=True)
        return Voided(is_void=False, failure=_find_code(messages), told=_tell(messages))

    def track(self, numbers: Sequence[str]) -> Tracked:
        """Ask where parcels are; numbers of which the carrier knows nothing are absent."""
        optional = INTERFACES[self._connection.interface].optional
        if not all(self._connection.credentials.get(name) for name in optional):
            return NotBought("no_tracking")
        asked = self._ask("tracking", {"tracking_numbers": list(numbers)})
        if isinstance(asked, NotBought | Unknown):
            return NotBought(asked.failure, is_down=True)
        found, messages, _ = asked
        if not found and _find_code(messages) == "sign_in":
            return NotBought("sign_in", is_down=True)
        return {str(one.tracking_number): read_events(one) for one in found or []}

    def _void_by_call(self, void: Callable[[Line, Any, str], Voided], identifier: str) -> Voided:
        refused = self._sign_in()
        if refused:
            return Voided(is_void=False, failure=refused.failure)
        answers = [void(self._line, self._open(), number) for number in identifier.split(",")]
        return next((one for one in answers if not one.is_void), answers[0])

    def _ask(
        self,
        verb: str,
        fields: Mapping[str, Any],
        *,
        amend: Callable[[Any, LabelOrder], None] | None = None,
        order: LabelOrder | None = None,
    ) -> Any:
        """Sign in, write the request, send it, read the answer: what the library made of it, and the answer itself.

        `NotBought` up to the moment of sending, `Unknown` after it.
        """
        from karrio.core.errors import ShippingSDKError

        refused = self._sign_in()
        request = refused or self._write(verb, fields, amend, order)
        if isinstance(request, NotBought):
            return request
        before, words = len(self._line.exchanges), _VERBS[verb]
        gateway = self._open()
        try:
            response = getattr(gateway.proxy, words["send"])(request)
            return (*getattr(gateway.mapper, words["read"])(response), response.deserialize())
        except Unreachable:
            is_first = len(self._line.exchanges) == before
            return NotBought("unreachable", is_down=True) if is_first else Unknown("cut_off")
        except Unanswered:
            return Unknown("silent")
        except (ShippingSDKError, *_BROKEN):
            return Unknown("garbled")

    def _write(
        self,
        verb: str,
        fields: Mapping[str, Any],
        amend: Callable[[Any, LabelOrder], None] | None,
        order: LabelOrder | None,
    ) -> Any:
        from karrio.core import models
        from karrio.core.errors import ShippingSDKError
        from karrio.lib import Serializable, to_object

        words = _VERBS[verb]
        try:
            asked = to_object(getattr(models, words["kind"]), fields)
            request = getattr(self._open().mapper, words["write"])(asked)
            if amend is None or order is None:
                return request
            written = request.serialize()
            amend(written, order)
            return Serializable(written, ctx=request.ctx)
        except (ShippingSDKError, *_BROKEN) as error:
            return NotBought("incomplete", str(getattr(error, "details", None) or error)[:_TOLD_AT_MOST])

    def _read_purchase(self, details: Any, told: Any, *, parcels: int) -> Purchase:
        """Return what was bought, or `Unknown` where an answer shows less than one number a parcel and a PDF."""
        connector = self._connector
        try:
            sold = connector.read(told) if connector.read else _read_details(details)
            labels = tuple(read_pdf(label) for label in sold.labels)
        except _BROKEN:
            return Unknown("garbled")
        known = tuple(str(number) for number in sold.numbers if number)
        identifier = ",".join(known) if connector.is_voided_by_parcel else str(details.shipment_identifier)
        if not details.shipment_identifier or len(known) != parcels or len(labels) not in {1, parcels}:
            return Unknown("garbled")
        return Bought(identifier, known, labels)

    def _open(self) -> Any:
        if self._inner is None:
            connection = self._connection
            self._inner = open_gateway(
                interface=connection.interface,
                values=_write_settings(connection),
                line=self._line,
                cache=_CACHES.setdefault(connection.id, make_cache()),
                server=self._server,
            )
        return self._inner

    def _forget_token(self, refused: NotBought) -> NotBought:
        """Ask for a token anew the next time: the library would repeat its failure for ever."""
        _CACHES.pop(self._connection.id, None)
        self._inner = None
        return refused


_VERBS: Mapping[str, Mapping[str, str]] = {
    "shipment": {
        "kind": "ShipmentRequest",
        "write": "create_shipment_request",
        "send": "create_shipment",
        "read": "parse_shipment_response",
    },
    "cancel": {
        "kind": "ShipmentCancelRequest",
        "write": "create_cancel_shipment_request",
        "send": "cancel_shipment",
        "read": "parse_cancel_shipment_response",
    },
    "tracking": {
        "kind": "TrackingRequest",
        "write": "create_tracking_request",
        "send": "get_tracking",
        "read": "parse_tracking_response",
    },
}


def _read_details(details: Any) -> Sold:
    numbers = (details.meta or {}).get("tracking_numbers") or [details.tracking_number]
    return Sold(numbers, [details.docs.label])


def _list_extras(order: LabelOrder) -> set[Extra]:
    """Return what an order can't do without. A carrier that is liable for enough need not be told the value."""
    asked = {Extra.CASH: order.cash_on_delivery is not None, Extra.SIGNATURE: order.is_signed}
    return {extra for extra, is_asked in asked.items() if is_asked}


def forget_tokens() -> None:
    """Sign in anew at the next call: after credentials were changed, and between tests."""
    _CACHES.clear()


def _write_settings(connection: Connection) -> dict[str, Any]:
    interface = INTERFACES[connection.interface]
    number = connection.account_number
    values: dict[str, Any] = {
        **{
            name: connection.credentials.get(name, "")
            for name in (*interface.credentials, *interface.optional)
        },
        "test_mode": connection.is_test,
        "carrier_id": connection.interface,
    }
    if interface.number_at:
        return {**values, interface.number_at: number}
    return {**values, "config": {"default_billing_number": number}}


def _list_errors(messages: list[Any]) -> list[Any]:
    return [one for one in messages if (one.level or "error") != "warning"]


def _find_code(messages: list[Any]) -> str:
    codes = [str(one.code) for one in messages if one.code]
    if _LOCKED_OUT & set(codes):
        return "sign_in"
    return codes[0][:40] if codes else "refused"


def _tell(messages: list[Any]) -> str:
    return "; ".join(str(one.message) for one in messages if one.message)[:_TOLD_AT_MOST]
