"""What a carrier charges for parcels: rate cards by zone and weight, with every part of a price written out."""

from packhaus.decide.rating.check import find_problems
from packhaus.decide.rating.compile import CompiledCard, compile_card
from packhaus.decide.rating.rate import Ratings, rate_parcels, write_quote
from packhaus.decide.rating.shop import Bar, Choice, Loser, Offer, Wish, choose_service
from packhaus.decide.rating.types import (
    ANYWHERE,
    PARTS,
    CardProblem,
    Charge,
    ChargeKind,
    Discount,
    Fuel,
    Option,
    Place,
    PlaceKind,
    PriceStep,
    Quote,
    RateCard,
    RatedParcel,
    Refusal,
    ServiceTerms,
    Surcharge,
    ZoneRange,
)

__all__ = [
    "ANYWHERE",
    "PARTS",
    "Bar",
    "CardProblem",
    "Charge",
    "ChargeKind",
    "Choice",
    "CompiledCard",
    "Discount",
    "Fuel",
    "Loser",
    "Offer",
    "Option",
    "Place",
    "PlaceKind",
    "PriceStep",
    "Quote",
    "RateCard",
    "RatedParcel",
    "Ratings",
    "Refusal",
    "ServiceTerms",
    "Surcharge",
    "Wish",
    "ZoneRange",
    "choose_service",
    "compile_card",
    "find_problems",
    "rate_parcels",
    "write_quote",
]
