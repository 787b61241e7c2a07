"""The carriers' interfaces that are known: what an account needs to sign in, and what can be bought."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interface:
    """A carrier's interface. `credentials` are secrets and names, as the carrier calls them.

    `number_at`: the setting that takes the account's number; None: it is the billing number of each order.
    `products`: what can be bought, by the library's name, as (code, the carrier's name); named in `language`.
    `can_look_up`: whether the carrier tells by our reference what it sold.
    """

    code: str
    name: str
    credentials: tuple[str, ...]
    products: tuple[tuple[str, str], ...]
    language: str
    number_at: str | None = "account_number"
    can_look_up: bool = False


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
)

INTERFACES = {one.code: one for one in (_UPS, _DHL_PARCEL_DE)}
