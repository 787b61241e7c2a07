"""What differs from carrier to carrier beyond what the library evens out: one entry each.

Sources: UPS Shipping v2409, DHL Parcel DE Shipping v2, MyDHL API 2.12, FedEx Ship v1, GLS ShipIT Farm v1, USPS
Labels v3, and karrio 2026.1, whose connectors leave these out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from packhaus.kernel.money import Money
from packhaus.shipping.gateways.gls_cancel import cancel_gls
from packhaus.shipping.gateways.payload import as_amount, split_amount
from packhaus.shipping.gateways.port import LabelOrder, Voided
from packhaus.shipping.gateways.transport import Line

_CUBIC_FOOT_CM3 = 28_317
_USPS_INSURED, _USPS_INSURED_HIGHER, _USPS_INSURED_AT_MOST = 930, 931, 500


class Sold(NamedTuple):
    """What an answer shows: numbers parcel by parcel, and labels as base64, one a parcel or one for all."""

    numbers: Sequence[str]
    labels: Sequence[str]


def _sign_in(gateway: Any, nothing: Any) -> None:
    gateway.proxy.authenticate(nothing)


def _sign_in_gls(gateway: Any, _nothing: Any) -> None:
    gateway.settings.access_token  # noqa: B018 - reading it signs in


def _sign_in_usps(gateway: Any, nothing: Any) -> None:
    """Sign in, and let the payer be checked: a label that can't be paid is not asked for."""
    gateway.proxy.authenticate(nothing)
    gateway.proxy.get_payment_token()


def _need_no_token(_gateway: Any, _nothing: Any) -> None:
    """Do nothing: every request brings the password itself."""


def _probe_mydhl(gateway: Any) -> Any:
    """Ask about a town that DHL Express serves for sure: its own."""
    from karrio.lib import Serializable

    town = {"type": "delivery", "countryCode": "DE", "cityName": "Bonn", "postalCode": "53113"}
    return gateway.proxy.validate_address(Serializable(town)).deserialize()


@dataclass(frozen=True, slots=True)
class Connector:
    """How one carrier differs.

    `sign_in` fetches what requests need; where that is nothing, `probe` asks something harmless that needs the
    password, and its answer has a `status` if it is refused. `find_options` names what a label asks for, of the
    shipment and of each of its parcels, `amend` writes into the request what the library leaves out. `read` finds
    labels and numbers in the order of the parcels; None: the library tells them. `is_voided_by_parcel`: each number is
    given back by itself. `void`: in place of the library's.
    """

    sign_in: Callable[[Any, Any], None] = _sign_in
    probe: Callable[[Any], Any] | None = None
    find_options: Callable[[LabelOrder], tuple[dict[str, Any], list[dict[str, Any]]]] = lambda order: (
        {},
        [{} for _ in order.parcels],
    )
    amend: Callable[[Any, LabelOrder], None] | None = None
    read: Callable[[Any], Sold] | None = None
    is_voided_by_parcel: bool = False
    void: Callable[[Line, Any, str], Voided] | None = None


def _ask_by_shipment(order: LabelOrder) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Ask for a signature; amounts are written in afterwards, as the library loses them."""
    options = {"signature_confirmation": True} if order.is_signed else {}
    return options, [{} for _ in order.parcels]


def _ask_by_parcel(order: LabelOrder) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Cash is collected with the first parcel; the insured amount is divided."""
    options: dict[str, Any] = {"signature_confirmation": True} if order.is_signed else {}
    own: list[dict[str, Any]] = [{} for _ in order.parcels]
    if order.insured:
        options["currency"] = order.insured.currency
        for parcel, share in zip(own, split_amount(order.insured, len(own)), strict=True):
            parcel["insurance"] = as_amount(share)
    if order.cash_on_delivery:
        options["currency"] = order.cash_on_delivery.currency
        own[0]["cash_on_delivery"] = as_amount(order.cash_on_delivery)
    return options, own


def _ask_fedex(order: LabelOrder) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    options, own = _ask_by_shipment(order)
    return {**options, "fedex_pickup_type": "USE_SCHEDULED_PICKUP"}, own


def _ask_usps(order: LabelOrder) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Let a parcel of more than a cubic foot be rated by its measures."""
    options, own = _ask_by_shipment(order)
    for parcel, asked in zip(order.parcels, own, strict=True):
        volume_cm3 = parcel.length_mm * parcel.width_mm * parcel.height_mm / 1000
        asked["usps_rate_indicator"] = "DR" if volume_cm3 > _CUBIC_FOOT_CM3 else "SP"
        asked["usps_processing_category"] = "MACHINABLE"
    return options, own


def _amend_ups(written: Any, order: LabelOrder) -> None:
    """Say what each parcel is insured for, and what cash is collected: of a parcel in North America, else of all."""
    shipment = written["ShipmentRequest"]["Shipment"]
    packages = shipment["Package"]
    if order.insured:
        for package, share in zip(packages, split_amount(order.insured, len(packages)), strict=True):
            package.setdefault("PackageServiceOptions", {})["DeclaredValue"] = _write_ups_money(share)
    if order.cash_on_delivery:
        cash = {"CODAmount": _write_ups_money(order.cash_on_delivery)}
        if order.sender.country in {"CA", "PR", "US"}:
            # 0: checks and money orders, which is all that UPS takes there.
            packages[0].setdefault("PackageServiceOptions", {})["COD"] = {"CODFundsCode": "0", **cash}
        else:
            shipment.setdefault("ShipmentServiceOptions", {})["COD"] = {"CODFundsCode": "1", **cash}


def _write_ups_money(money: Money) -> dict[str, str]:
    return {"CurrencyCode": money.currency, "MonetaryValue": f"{as_amount(money):.2f}"}


def _amend_mydhl(written: Any, order: LabelOrder) -> None:
    """Say our reference, and what is asked for besides the way."""
    asked = written["shipment"]
    asked["customerReferences"] = [{"typeCode": "CU", "value": order.reference}]
    extras: list[Mapping[str, Any]] = [{"serviceCode": "SF"}] if order.is_signed else []
    if order.insured:
        insured = order.insured
        extras.append({"serviceCode": "II", "value": as_amount(insured), "currency": insured.currency})
    if extras:
        asked["valueAddedServices"] = extras


def _amend_fedex(written: Any, order: LabelOrder) -> None:
    """Say what each parcel is worth, as it is liable for no more, and what is collected with the first."""
    packages = written["requestedShipment"]["requestedPackageLineItems"]
    if order.insured:
        for package, share in zip(packages, split_amount(order.insured, len(packages)), strict=True):
            package["declaredValue"] = _write_fedex_money(share)
    if order.cash_on_delivery:
        services = packages[0].setdefault("packageSpecialServices", {})
        services["specialServiceTypes"] = [*services.get("specialServiceTypes", []), "COD"]
        services["packageCODDetail"] = {"codCollectionAmount": _write_fedex_money(order.cash_on_delivery)}


def _write_fedex_money(money: Money) -> dict[str, Any]:
    return {"amount": as_amount(money), "currency": money.currency}


def _amend_usps(written: Any, order: LabelOrder) -> None:
    """Insure each parcel for its share; above 500 dollars it is another service."""
    if not order.insured:
        return
    for label, share in zip(written, split_amount(order.insured, len(written)), strict=True):
        value, parcel = as_amount(share), label["packageDescription"]
        parcel["packageOptions"] = {**(parcel.get("packageOptions") or {}), "packageValue": value}
        code = _USPS_INSURED if value <= _USPS_INSURED_AT_MOST else _USPS_INSURED_HIGHER
        parcel["extraServices"] = [*(parcel.get("extraServices") or []), code]


def _amend_gls(written: Any, _order: LabelOrder) -> None:
    """Put the second line of an address where it belongs: the library takes it for the number of the house."""
    shipment = written["Shipment"]
    for party in (shipment["Shipper"], shipment["Consignee"]):
        second = party["Address"].pop("StreetNumber", "")
        if second:
            party["Address"]["Name3"] = second


def _read_dhl_parcel_de(told: Any) -> Sold:
    items = told["items"]
    return Sold([item["shipmentNo"] for item in items], [item["label"]["b64"] for item in items])


def _read_mydhl(told: Any) -> Sold:
    """Take the document that is the label; way bill and invoice come beside it."""
    labels = [one["content"] for one in told["documents"] if one["typeCode"] == "label"]
    return Sold([one["trackingNumber"] for one in told["packages"]], labels)


def _read_fedex(told: Any) -> Sold:
    pieces = told["output"]["transactionShipments"][0]["pieceResponses"]
    labels = [
        document["encodedLabel"]
        for piece in pieces
        for document in piece["packageDocuments"]
        if "LABEL" in document["contentType"]
    ]
    return Sold([piece["trackingNumber"] for piece in pieces], labels)


def _read_gls(told: Any) -> Sold:
    return Sold(told["trackingNumbers"], [one["labelData"] for one in told["labels"]])


def _read_usps(told: Any) -> Sold:
    return Sold([one["labelMetadata"]["trackingNumber"] for one in told], [one["labelImage"] for one in told])


def _keep_unused(_line: Line, _gateway: Any, _number: str) -> Voided:
    """DHL Express bills what it has moved: a label that is not used needs no call, and there is none."""
    return Voided(is_void=True)


CONNECTORS: Mapping[str, Connector] = {
    "ups": Connector(find_options=_ask_by_shipment, amend=_amend_ups),
    "dhl_parcel_de": Connector(
        find_options=_ask_by_parcel, read=_read_dhl_parcel_de, is_voided_by_parcel=True
    ),
    "mydhl": Connector(
        sign_in=_need_no_token, probe=_probe_mydhl, amend=_amend_mydhl, read=_read_mydhl, void=_keep_unused
    ),
    "fedex": Connector(find_options=_ask_fedex, amend=_amend_fedex, read=_read_fedex),
    "gls": Connector(
        sign_in=_sign_in_gls, amend=_amend_gls, read=_read_gls, is_voided_by_parcel=True, void=cancel_gls
    ),
    "usps": Connector(
        sign_in=_sign_in_usps,
        find_options=_ask_usps,
        amend=_amend_usps,
        read=_read_usps,
        is_voided_by_parcel=True,
    ),
}
