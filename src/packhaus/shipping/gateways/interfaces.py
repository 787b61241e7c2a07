"""The carriers' interfaces that are known: what an account needs to sign in, and what can be bought."""

from dataclasses import dataclass
from enum import StrEnum


class Extra(StrEnum):
    """What a label may ask for besides the way."""

    CASH = "cash"
    INSURANCE = "insurance"
    SIGNATURE = "signature"


class TracksBy(StrEnum):
    """By which number a carrier tells where parcels are."""

    NOTHING = ""
    PARCEL = "parcel"
    SHIPMENT = "shipment"


@dataclass(frozen=True, slots=True)
class Interface:
    """A carrier's interface. `credentials` are secrets and names, as the carrier calls them.

    `number_at`: the setting that takes the account's number; None: it is the billing number of each order.
    `products`: what can be bought, by the library's name, as (code, the carrier's name); named in `language`.
    `can_look_up`: whether the carrier tells by our reference what it sold.
    `optional`: credentials of a second account there, which its tracking is asked with.
    `tracks`: what its tracking is asked by; none: it is not asked.
    `says`: what can be asked for with a label; who needs more of it goes with another service.
    """

    code: str
    name: str
    credentials: tuple[str, ...]
    products: tuple[tuple[str, str], ...]
    language: str
    number_at: str | None = "account_number"
    can_look_up: bool = False
    says: frozenset[Extra] = frozenset(Extra)
    optional: tuple[str, ...] = ()
    tracks: TracksBy = TracksBy.PARCEL


_UPS = Interface(
    code="ups",
    name="UPS",
    credentials=("client_id", "client_secret"),
    products=(
        ("ups_ground", "UPS Ground"),
        ("ups_3_day_select", "UPS 3 Day Select"),
        ("ups_2nd_day_air", "UPS 2nd Day Air"),
        ("ups_2nd_day_air_am", "UPS 2nd Day Air A.M."),
        ("ups_next_day_air", "UPS Next Day Air"),
        ("ups_next_day_air_early", "UPS Next Day Air Early"),
        ("ups_next_day_air_saver", "UPS Next Day Air Saver"),
        ("ups_standard", "UPS Standard"),
        ("ups_worldwide_express", "UPS Worldwide Express"),
        ("ups_worldwide_express_plus", "UPS Worldwide Express Plus"),
        ("ups_worldwide_expedited", "UPS Worldwide Expedited"),
        ("ups_worldwide_saver", "UPS Worldwide Saver"),
    ),
    language="en",
    can_look_up=True,
)

_DHL_PARCEL_DE = Interface(
    code="dhl_parcel_de",
    name="DHL Paket (DE)",
    credentials=("client_id", "client_secret", "username", "password"),
    products=(
        ("dhl_parcel_de_paket", "DHL Paket"),
        ("dhl_parcel_de_kleinpaket", "DHL Kleinpaket"),
        ("dhl_parcel_de_europaket", "DHL Europaket"),
        ("dhl_parcel_de_paket_international", "DHL Paket International"),
        ("dhl_parcel_de_warenpost_international", "DHL Warenpost International"),
    ),
    language="de",
    number_at=None,
    tracks=TracksBy.NOTHING,
)

_FEDEX = Interface(
    code="fedex",
    name="FedEx",
    credentials=("api_key", "secret_key"),
    products=(
        ("fedex_ground", "FedEx Ground"),
        ("fedex_ground_home_delivery", "FedEx Home Delivery"),
        ("fedex_express_saver", "FedEx Express Saver"),
        ("fedex_2_day", "FedEx 2Day"),
        ("fedex_standard_overnight", "FedEx Standard Overnight"),
        ("fedex_priority_overnight", "FedEx Priority Overnight"),
        ("fedex_regional_economy", "FedEx Regional Economy"),
        ("fedex_international_economy", "FedEx International Economy"),
        ("fedex_international_connect_plus", "FedEx International Connect Plus"),
        ("fedex_international_priority", "FedEx International Priority"),
        ("fedex_international_priority_express", "FedEx International Priority Express"),
    ),
    language="en",
    optional=("track_api_key", "track_secret_key"),
)

_MYDHL = Interface(
    code="mydhl",
    name="DHL Express",
    credentials=("username", "password"),
    products=(
        ("mydhl_express_worldwide", "DHL Express Worldwide"),
        ("mydhl_express_12_00", "DHL Express 12:00"),
        ("mydhl_express_10_30", "DHL Express 10:30"),
        ("mydhl_express_9_00", "DHL Express 9:00"),
        ("mydhl_express_domestic", "DHL Express Domestic"),
        ("mydhl_express_domestic_12_00", "DHL Express Domestic 12:00"),
        ("mydhl_express_domestic_9_00", "DHL Express Domestic 9:00"),
        ("mydhl_economy_select", "DHL Economy Select"),
    ),
    language="en",
    says=frozenset({Extra.INSURANCE, Extra.SIGNATURE}),
    tracks=TracksBy.SHIPMENT,
)

_GLS = Interface(
    code="gls",
    name="GLS",
    credentials=("client_id", "client_secret"),
    products=(("gls_parcel", "GLS Parcel"), ("gls_express", "GLS Express")),
    language="en",
    number_at="contact_id",
    says=frozenset(),
)

_USPS = Interface(
    code="usps",
    name="USPS",
    credentials=("client_id", "client_secret", "CRID", "MID", "manifest_MID"),
    products=(
        ("usps_ground_advantage", "USPS Ground Advantage"),
        ("usps_priority_mail", "USPS Priority Mail"),
        ("usps_priority_mail_express", "USPS Priority Mail Express"),
        ("usps_parcel_select", "USPS Parcel Select"),
        ("usps_media_mail", "USPS Media Mail"),
    ),
    language="en",
    says=frozenset({Extra.INSURANCE, Extra.SIGNATURE}),
)

INTERFACES = {one.code: one for one in (_UPS, _DHL_PARCEL_DE, _MYDHL, _FEDEX, _GLS, _USPS)}
