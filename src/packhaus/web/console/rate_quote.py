"""What one parcel costs by a rate card: a question in the address, answered with every part of each price."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from packhaus.decide.rating import PARTS, Charge, ChargeKind, Place, Quote, RatedParcel, Refusal
from packhaus.shipping.queries.quote_parcels import quote_parcels
from packhaus.shipping.queries.rate_cards import RateCardRow
from packhaus.web.formats import format_percent
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest
from packhaus.web.parts import Words
from packhaus.web.words_of_rates import CHARGE_WORDS, REFUSAL_WORDS

USUAL = {"grams": "1000", "length_mm": "300", "width_mm": "200", "height_mm": "100"}
_MOST_GRAMS, _MOST_MM = 10_000_000, 20_000


class Line(NamedTuple):
    """A part of a price in words."""

    words: Words
    amount_minor: int


class Offer(NamedTuple):
    """What a service costs, or why it has no price."""

    quote: Quote
    lines: list[Line]
    refusal: Words


class Attempt(NamedTuple):
    """A parcel that was asked about: what was entered, what is wrong with it, and the answers."""

    values: dict[str, str]
    problems: list[tuple[str, str]]
    offers: list[Offer]
    is_home: bool
    version_id: str


def try_parcel(request: PageRequest, card: RateCardRow) -> Attempt | None:
    """Answer the question of the address, or prepare an empty one; None while no version can be asked."""
    version_id = card.version_id or card.draft_id
    if version_id is None:
        return None
    asked = request.GET
    is_asked = "country" in asked
    values = {**USUAL, "on": request.now.date().isoformat(), **asked.dict()}
    is_home = "home" in asked or not is_asked
    if not is_asked:
        return Attempt(values, [], [], is_home, str(version_id))
    form = FormReader(asked)
    parcel = _read(form, request.now.date(), is_home=is_home)
    if form.problems:
        found = [(problem.path, problem.message) for problem in form.problems]
        return Attempt(values, found, [], is_home, str(version_id))
    [quotes] = quote_parcels(
        request.scope, version_id=version_id, parcels=[parcel], volume=card.monthly_parcels
    )
    return Attempt(values, [], [write_offer(quote) for quote in quotes], is_home, str(version_id))


def write_offer(quote: Quote) -> Offer:
    """Write out a price in the reader's language."""
    refusal = "" if quote.refusal is Refusal.NONE else REFUSAL_WORDS[quote.refusal]
    return Offer(
        quote, [Line(_name_charge(charge), charge.amount_minor) for charge in quote.charges], refusal
    )


def _name_charge(charge: Charge) -> Words:
    if charge.kind is ChargeKind.SURCHARGE:
        return charge.name
    if charge.parts:
        return f"{CHARGE_WORDS[charge.kind]} {format_percent(charge.parts / PARTS)}"
    return CHARGE_WORDS[charge.kind]


def _read(form: FormReader, today: date, *, is_home: bool) -> RatedParcel:
    origin = form.read_text("origin_country", is_required=True, at_most=2).upper()
    country = form.read_text("country", is_required=True, at_most=2).upper()
    grams = _read_up_to(form, "grams", _MOST_GRAMS)
    length, width, height = (
        _read_up_to(form, name, _MOST_MM) for name in ("length_mm", "width_mm", "height_mm")
    )
    return RatedParcel(
        Place(origin, form.read_text("origin_postal_code", at_most=16)),
        Place(country, form.read_text("postal_code", at_most=16)),
        grams,
        (length, width, height),
        form.read_date("on") or today,
        form.read_text("area_code", at_most=16),
        is_residential=is_home,
    )


def _read_up_to(form: FormReader, name: str, most: int) -> int:
    value = form.read_integer(name, minimum=1)
    if value > most:
        form.refuse(name, "out_of_range", _("At most %(most)s goes here.") % {"most": most})
        return 1
    return value
