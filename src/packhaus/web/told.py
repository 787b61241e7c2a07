"""What the domain says is wrong, in the reader's language: sentences by their pattern, fields by their label.

The domain writes English with its values in it. A sentence stands here once, with names in place of the values;
`tests/web/test_told.py` finds those that are missing.
"""

import re
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from packhaus.web.words import TERMS

_FIELDS = {
    "accent": noop("Colour of pages and messages"),
    "actor": noop("Who"),
    "aisles": noop("Aisles"),
    "balance": noop("Bin"),
    "aql": noop("AQL"),
    "barcodes": noop("Barcodes"),
    "base_unit": noop("Base unit"),
    "bays": noop("Bays"),
    "bins": noop("Bins"),
    "city": noop("City"),
    "code": noop("Code"),
    "company": noop("Company"),
    "components": noop("Components"),
    "condition": noop("Condition"),
    "cost": noop("Cost of one"),
    "countries": noop("Countries, empty for all"),
    "country": noop("Country"),
    "currency": noop("Currency"),
    "cut_offs": noop("Cut-offs"),
    "day": noop("Day"),
    "default_lead_days": noop("Lead time in days"),
    "checked": noop("Looked at"),
    "defect_reason": noop("Which defect"),
    "defective": noop("With a defect"),
    "depth_mm": noop("Depth in mm"),
    "district": noop("District"),
    "email": noop("E-mail"),
    "encoding": noop("Written in"),
    "expected_on": noop("Expected on"),
    "expires_on": noop("Expires on"),
    "external_number": noop("Number"),
    "feed_max_age_minutes": noop("Stock told is believed for, minutes"),
    "feed_trust_margin": noop("Units of each item not believed"),
    "file": noop("File"),
    "first": noop("From day"),
    "first_sequence": noop("Place in the walk, from"),
    "ground": noop("Why"),
    "group": noop("What"),
    "height_mm": noop("Height in mm"),
    "hs_code": noop("Customs number"),
    "inner_height_mm": noop("Height inside, mm"),
    "inner_length_mm": noop("Length inside, mm"),
    "inner_width_mm": noop("Width inside, mm"),
    "kilograms": noop("May carry, in kg"),
    "kind": noop("Kind"),
    "language": noop("Language"),
    "last": noop("To day"),
    "latitude": noop("Latitude"),
    "length_mm": noop("Length in mm"),
    "level": noop("Inspection level"),
    "levels": noop("Levels"),
    "lines": noop("Items"),
    "lines_2": noop("More of the address"),
    "location": noop("Location"),
    "longitude": noop("Longitude"),
    "lot": noop("Lot"),
    "max_weight_grams": noop("Most that it may weigh, g"),
    "merchant": noop("Merchant"),
    "minimum_shelf_life_days": noop("Shelf life left at dispatch, in days"),
    "name": noop("Name"),
    "note": noop("Note"),
    "object": noop("Object"),
    "old": noop("Password now"),
    "origin": noop("Country of origin"),
    "partner_answer_minutes": noop("Answers within, minutes"),
    "password": noop("New password"),
    "outer_height_mm": noop("Height outside, mm"),
    "outer_length_mm": noop("Length outside, mm"),
    "outer_width_mm": noop("Width outside, mm"),
    "payment_term": noop("Payment"),
    "phone": noop("Phone with country code"),
    "policy": noop("When stock is short"),
    "postal_code": noop("Postal code"),
    "price": noop("Price of one"),
    "prices": noop("Prices"),
    "priority": noop("Priority"),
    "quantity": noop("Units"),
    "rank": noop("Order of choice"),
    "reason": noop("Reason"),
    "region": noop("Region"),
    "roles": noop("Roles"),
    "run_by": noop("Run by"),
    "safety": noop("Units kept back"),
    "scopes": noop("May"),
    "service": noop("Service"),
    "shipping_minor": noop("Shipping fee"),
    "since": noop("Since"),
    "site": noop("Site"),
    "sku": noop("SKU"),
    "sku_code": noop("SKU"),
    "skus": noop("Items"),
    "stock_policy": noop("Stock"),
    "street": noop("Street and number"),
    "subdistrict": noop("Subdistrict"),
    "subdivision": noop("State or region"),
    "tag": noop("Tag"),
    "tare_grams": noop("Weight when empty, g"),
    "timezone": noop("Time zone"),
    "tracking_prefix": noop("Start of tracking numbers"),
    "tracking_url": noop("Tracking page, with {number}"),
    "unit_price_minor": noop("Price of one"),
    "valid_from": noop("Holds from"),
    "weight_grams": noop("Weight in g"),
    "width_mm": noop("Width in mm"),
    "year": noop("Public holidays of the year"),
    "working_weekdays": noop("Works on"),
    "years": noop("Public holidays of the year"),
    "carrier_code": noop("Carrier"),
    "number": noop("Number"),
    "order_number": noop("Purchase order"),
    "supplier_code": noop("Supplier's code"),
    "supplier_name": noop("Supplier's company name"),
    "zone": noop("Zone"),
}
_PARTS = {"sku": "sku_code", "quantity": "quantity", "price": "unit_price_minor"}
_LINE = re.compile(r"(?:line|service)_(\d+)_(\w+)|(sku|quantity|price)_(\d+)")
_FILE_LINE = re.compile(r"line (\d+)")
_RANGE = re.compile(r"(\w+)_(?:first|last)")

_SENTENCES = (
    # Values of one field.
    noop("is empty"),
    noop("is empty; like %(example)s"),
    noop("is not negative"),
    noop("is 1 to %(most)s printable characters"),
    noop("is at most %(most)s printable characters"),
    noop("is 1 to %(most)s characters"),
    noop("1 to %(most)s characters"),
    noop("1 to %(most)s characters that say what the key is for"),
    noop("is 1 to 24 capitals, digits and hyphens"),
    noop("%(value)s is not 1 to 48 printable characters"),
    noop("is one of %(choices)s"),
    noop("%(value)s: choose from %(choices)s"),
    noop("is a colour like #066fd1"),
    noop("is 1 to 16 capitals, digits and hyphens"),
    noop("is en, de or id"),
    noop("is a list of en, de and id"),
    noop("is a list of site codes"),
    noop("is an e-mail address, or empty"),
    noop("is two capital letters (ISO 3166-1)"),
    noop("is three capital letters (ISO 4217)"),
    noop("is 6 to 10 digits"),
    noop("is within %(most)s"),
    noop("is from %(least)s to %(most)s"),
    noop("is from %(least)s to %(most)s days"),
    noop("is from %(least)s to %(most)s minutes"),
    noop("is from %(least)s to %(most)s units"),
    noop("is from %(least)s to %(most)s grams"),
    noop("is from %(least)s to %(most)s millimetres"),
    noop("is from 0 (first) to 100 (last)"),
    noop("is from 0 to the line's amount"),
    noop("is from %(least)s to %(most)s, not %(value)s"),
    noop("with the quantity is at most %(most)s"),
    noop("lies in the past: what held then was agreed on"),
    noop("This day is in the future."),
    # Items.
    noop("%(code)s is of kind %(kind)s and stays so"),
    noop("%(code)s is counted in %(unit)s and stays so"),
    noop("%(code)s is %(kind)s and stays so"),
    noop("%(code)s stands twice"),
    noop("%(code)s stands twice in this request"),
    noop("%(code)s stands twice; add its units up"),
    noop("%(code)s stands at %(other)s already"),
    noop("%(code)s already means %(other)s; take it off there first"),
    noop("%(code)s is misread: its last digit should be %(digit)s"),
    noop("holds from 2 to %(most)s base units"),
    noop("a kit has components, and nothing else has"),
    noop("are at most %(most)s"),
    noop("are from 1 to %(most)s"),
    noop("%(code)s is not in the catalog"),
    noop("%(code)s: from 1 to %(most)s units"),
    noop("%(code)s is a %(kind)s and no part of anything"),
    noop("a kit is at most %(most)s levels deep and never in itself"),
    # Locations and sites.
    noop("has units, and a reason that fits a loss or a find"),
    noop("are at most %(most)s at once"),
    noop("is within %(most)s millimetres of the dock"),
    noop("makes %(count)s locations; at most %(most)s at once"),
    noop("is from 0 to 999, the smaller number first"),
    noop("%(value)s is no time zone, like Europe/Berlin"),
    noop("is a point on the Earth in degrees"),
    noop("is seven digits from Monday, 1 for a working day"),
    noop("is own or partner"),
    noop("is own, feed or unlimited"),
    noop("only a partner's site has a feed"),
    noop("%(value)s is no carrier: 1 to 24 characters"),
    noop("%(value)s has two times on one weekday"),
    noop("weekdays are 1 (Monday) to 7"),
    noop("no public holidays are known for %(place)s"),
    # Orders and whom they go to.
    noop("%(service)s does not go to %(country)s"),
    noop("%(service)s does not collect cash"),
    noop("there is no service %(service)s"),
    noop("an order has at least one line"),
    noop("only silence is no answer"),
    noop("a fulfillment order is answered once in a call"),
    noop("an order has at most %(most)s lines, this one %(count)s"),
    noop("%(code)s: %(wanted)s wanted, %(free)s free, %(short)s short"),
    noop("letters a to z, digits, hyphens; at most 24"),
    noop("an order has %(most)s tags at most"),
    noop("an item has %(most)s tags at most"),
    noop("a tag stands twice"),
    noop("a parcel needs a name or a company"),
    noop("is not an e-mail address; leave it empty if there is none"),
    noop("%(country)s is no ISO 3166 country code"),
    noop("has one to %(most)s lines"),
    noop("a line is at most %(most)s printable characters"),
    noop("an address in %(country)s names it"),
    noop("is not a phone number in E.164 form, like +6281234567890"),
    noop("couriers in %(country)s call before they deliver"),
    noop("%(region)s is no region of %(country)s, like %(example)s"),
    noop("%(code)s is none of %(country)s; like %(example)s"),
    # Announced deliveries.
    noop("has at most %(most)s characters"),
    noop("has 1 to %(most)s lines"),
    noop("is used twice"),
    noop("stands in another line, with the same lot, expiry and carton"),
    noop("is no line of this delivery"),
    noop("is an SSCC with a wrong check digit"),
    # Carriers and cartons.
    noop("has {number} for the tracking number"),
    noop("has a volume and fits into the outer measures"),
    noop("is more than the empty carton"),
    noop("have ascending steps and no negative amount"),
    # People and keys.
    noop("This PIN is wrong."),
    noop("This code is wrong, too old, or was used before."),
    noop("Say who it is."),
    noop("A merchant's sign-in has the role merchant, others have not."),
    noop("This is no e-mail address."),
    noop("This is not your password."),
    noop("somebody must be left who can give rights"),
    noop("another sign-in has this address"),
    noop("another merchant has this code"),
    noop("a view of this list has the name already, or the list has too many"),
    noop("there is a second factor already"),
    noop("there is no second factor to confirm"),
    noop("the action is somebody else's"),
    noop("the action cannot be taken back any more"),
    # Files.
    noop("column %(name)s is missing"),
    noop("column %(name)s is not known; known: %(names)s"),
    noop("column %(name)s stands there twice"),
    noop("this file is being imported by another process"),
    noop("this import was stopped; the same file goes on where it was"),
    noop("the fault is ours and has been noted"),
    noop("its file is not in the data folder of this worker"),
    noop("has %(count)s cells, the first line has %(width)s"),
    noop("has a quote that is never closed; a quote inside a cell is doubled"),
    noop("has at most 40 characters"),
    noop("holds a NUL byte; save the file as UTF-8 text"),
    noop("is a whole number from 0 to 100"),
    noop("lies in the future"),
    noop("stands further up with other rows between; rows of one order must follow each other"),
    noop("the file is empty; the first line names the columns"),
    noop("differs from the order's first row, line %(line)s"),
    noop("is from %(least)s to %(most)s base units"),
    noop("is longer than %(most)s characters; is this a CSV file?"),
    noop(
        "is not %(name)s (byte %(byte)s): save the file as UTF-8, or say that it is Windows-1252 (--encoding cp1252)"
    ),
    noop("is %(name)s and not %(wanted)s: say so, or leave it to be found out"),
    noop("its order is not taken: see line %(line)s"),
    noop("more than %(most)s rows"),
    noop("nothing lies in %(location)s: it is no real place"),
    noop("there is no site %(site)s"),
    noop("was taken before as %(number)s with other lines; nothing was changed"),
    noop("%(value)s is not a whole number of base units"),
    noop("%(value)s is not an amount of %(currency)s like 1234.50"),
    noop("%(value)s is no date and time from 2000 to 2100 like 2026-11-21T09:30:00+00:00"),
    noop("%(serial)s is in a house already, or stood further up"),
    noop("%(site)s has no location %(location)s"),
    noop("%(code)s is a %(kind)s: only its parts have stock"),
    noop("%(code)s expires"),
    noop("%(code)s is kept by lots"),
    noop("%(code)s has no serial numbers"),
    noop("%(code)s is kept by serial numbers"),
    noop("a serial number is one unit"),
    noop("%(value)s is not a day like 2027-03-31"),
    noop("%(value)s is not a number of degrees like 53.8008"),
    noop("%(value)s is not a whole number"),
    noop("%(value)s is not yes or no"),
    noop("%(value)s is not like CASE:12:400x300x200:5600"),
    noop("%(value)s is not like DHL 17:00 or UPS 16:30 12345"),
    noop("%(value)s is not like MUG:2"),
    # States that forbid it.
    noop("%(key)s has a version that begins then; choose another moment"),
    noop("the record has %(there)s units there, %(lost)s are said to be lost"),
    noop("a site would have fewer units than it has promised and holds in carts"),
    noop("%(location)s has %(units)s units, %(allocated)s of them allocated to picks"),
    noop(
        "%(location)s had %(seen)s units when the count began, and something was booked there since; count again"
    ),
    noop("the site has promised more than its feed says"),
    noop("the words of this message have expired or were forgotten"),
    noop("units are no longer promised where they were"),
    noop("%(totes)s still holds an order"),
    noop("%(totes)s still hold an order"),
    noop("%(tote)s has been picked into"),
    noop("%(scanned)s scanned, %(wanted)s wanted"),
    noop("manifest %(number)s has left"),
    noop("ship or cancel first: %(orders)s"),
    noop("somebody else has the batch, or it is done"),
)
_VALUE = re.compile(r"%\((\w+)\)s")


def name_field(name: str) -> str:
    """Return what a field of a form is called; one without a label is shown by its name."""
    line = _LINE.fullmatch(name)
    if line:
        at, part = (line[1], line[2]) if line[1] else (line[4], _PARTS[line[3]])
        return _("%(field)s, row %(row)s") % {"field": name_field(part), "row": int(at) + 1}
    of_file = _FILE_LINE.fullmatch(name)
    if of_file:
        return _("Line %(row)s") % {"row": of_file[1]}
    span = _RANGE.fullmatch(name)
    if span:
        return name_field(span[1])
    if name in TERMS:
        return str(TERMS[name])
    return _(_FIELDS[name]) if name in _FIELDS else name


def tell_problem(message: str) -> str:
    """Return a sentence of the domain in the language of now; one that is not known stays as it is."""
    for pattern, sentence in _list_patterns():
        found = pattern.fullmatch(message)
        if found:
            return _(sentence) % found.groupdict() if found.groupdict() else _(sentence)
    return message


@cache
def _list_patterns() -> list[tuple[re.Pattern[str], str]]:
    """Compile the sentences: those with more words of their own are asked first."""
    ordered = sorted(_SENTENCES, key=lambda sentence: -len(_VALUE.sub("", sentence)))
    return [(re.compile(_read_pattern(one), re.DOTALL), one) for one in ordered]


def _read_pattern(sentence: str) -> str:
    words = _VALUE.split(sentence)  # words and names of values by turns
    return "".join(f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(words))
