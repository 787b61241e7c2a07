"""What else a fact of the journal says, in words: names of its fields, and codes that have a name."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from packhaus.kernel.money import Money
from packhaus.web.formats import format_money, format_quantity
from packhaus.web.parts import Words
from packhaus.web.words import (
    COUNT_REASONS,
    COUNT_TRIGGERS,
    HOLD_REASONS,
    LANGUAGES,
    MOVE_REASONS,
    SETTLE_GROUNDS,
    SETTLE_OUTCOMES,
    TERMS,
    VERDICTS,
    WHYS,
)
from packhaus.web.words_of_bills import STATE_WORDS
from packhaus.web.words_of_channels import MESSAGE_CHANNELS
from packhaus.web.words_of_differences import DISPUTE_GROUNDS, DISPUTE_REASONS
from packhaus.web.words_of_labels import LABEL_FAILURES
from packhaus.web.words_of_messages import KINDS
from packhaus.web.words_of_notes import NOTE_KINDS
from packhaus.web.words_of_registrations import GATE_ACTIVITIES, SCHEMES

NAMES: dict[str, Words] = {
    "days": pgettext_lazy("detail", "days left on arrival"),
    "about": pgettext_lazy("detail", "about"),
    "carrier": pgettext_lazy("detail", "carrier"),
    "state": pgettext_lazy("detail", "state"),
    "tracking_number": pgettext_lazy("detail", "tracking number"),
    "channel": pgettext_lazy("detail", "channel"),
    "is_standard": pgettext_lazy("detail", "standard words"),
    "language": pgettext_lazy("detail", "language"),
    "notice": pgettext_lazy("detail", "message"),
    "version": pgettext_lazy("detail", "version"),
    "currency": pgettext_lazy("detail", "currency"),
    "dearer_minor": pgettext_lazy("detail", "dearer by"),
    "day_minor": pgettext_lazy("detail", "a day later"),
    "split_minor": pgettext_lazy("detail", "a further parcel"),
    "full_minor": pgettext_lazy("detail", "a full site"),
    "parcel_grams": pgettext_lazy("detail", "usual parcel in g"),
    "from_service": pgettext_lazy("detail", "from service"),
    "interface": pgettext_lazy("detail", "carrier's interface"),
    "is_in_use": pgettext_lazy("detail", "in use"),
    "is_known": pgettext_lazy("detail", "known"),
    "is_test": pgettext_lazy("detail", "for tests"),
    "life_percent": pgettext_lazy("detail", "percent of the life left on arrival"),
    "transit_days": pgettext_lazy("detail", "days on the way"),
    "priority": pgettext_lazy("detail", "turn"),
    "copy_number": pgettext_lazy("detail", "copy"),
    "failure": pgettext_lazy("detail", "why not"),
    "first": pgettext_lazy("detail", "first"),
    "last": pgettext_lazy("detail", "last"),
    "printer": pgettext_lazy("detail", "printer"),
    "status": pgettext_lazy("detail", "state"),
    "closes_at": pgettext_lazy("detail", "closes at"),
    "document": pgettext_lazy("detail", "document"),
    "door": pgettext_lazy("detail", "door"),
    "ends_at": pgettext_lazy("detail", "until"),
    "hazard": pgettext_lazy("detail", "danger"),
    "minutes": pgettext_lazy("detail", "minutes"),
    "mode": pgettext_lazy("detail", "way of releasing"),
    "opens_at": pgettext_lazy("detail", "opens at"),
    "option": pgettext_lazy("detail", "service"),
    "pallets": pgettext_lazy("detail", "pallets"),
    "problem": pgettext_lazy("detail", "problem"),
    "quantity": pgettext_lazy("detail", "times"),
    "refusal": pgettext_lazy("detail", "why not"),
    "serial": pgettext_lazy("detail", "serial number"),
    "starts_at": pgettext_lazy("detail", "from"),
    "target": pgettext_lazy("detail", "to bin"),
    "unreachable": pgettext_lazy("detail", "not reachable"),
    "zone": pgettext_lazy("detail", "zone"),
    "backorder_limit": pgettext_lazy("detail", "may wait"),
    "backordered": pgettext_lazy("detail", "waiting"),
    "aql": pgettext_lazy("detail", "AQL"),
    "batches": pgettext_lazy("detail", "batches"),
    "box": pgettext_lazy("detail", "carton number"),
    "expected_grams": pgettext_lazy("detail", "grams expected"),
    "face": pgettext_lazy("detail", "pick face"),
    "height_mm": pgettext_lazy("detail", "height in mm"),
    "length_mm": pgettext_lazy("detail", "length in mm"),
    "must_measure": pgettext_lazy("detail", "new items are measured first"),
    "must_prove_labels": pgettext_lazy("detail", "new labels are scanned"),
    "pick_method": pgettext_lazy("detail", "way of picking"),
    "prefers_faces": pgettext_lazy("detail", "pieces from pick faces first"),
    "returned": pgettext_lazy("detail", "put back"),
    "sku": pgettext_lazy("detail", "item"),
    "source": pgettext_lazy("detail", "from bin"),
    "weighed_grams": pgettext_lazy("detail", "grams weighed"),
    "weight_grams": pgettext_lazy("detail", "weight in g"),
    "width_mm": pgettext_lazy("detail", "width in mm"),
    "carrier_code": pgettext_lazy("detail", "carrier"),
    "change": pgettext_lazy("detail", "change"),
    "checked": pgettext_lazy("detail", "checked"),
    "code": pgettext_lazy("detail", "code"),
    "codes": pgettext_lazy("detail", "codes"),
    "count": pgettext_lazy("detail", "count"),
    "damaged": pgettext_lazy("detail", "damaged"),
    "activity": pgettext_lazy("detail", "stops"),
    "channels": pgettext_lazy("detail", "channels"),
    "country": pgettext_lazy("detail", "country"),
    "provider": pgettext_lazy("detail", "provider"),
    "day": pgettext_lazy("detail", "day"),
    "defective": pgettext_lazy("detail", "with defects"),
    "elsewhere": pgettext_lazy("detail", "elsewhere"),
    "entries": pgettext_lazy("detail", "entries"),
    "expected_on": pgettext_lazy("detail", "expected on"),
    "follows_terms": pgettext_lazy("detail", "as the terms say"),
    "for_next": pgettext_lazy("detail", "for the next order"),
    "from_other_bin": pgettext_lazy("detail", "from another bin"),
    "from_other_site": pgettext_lazy("detail", "from another site"),
    "from_site": pgettext_lazy("detail", "from site"),
    "answer": pgettext_lazy("detail", "answer"),
    "dispute": pgettext_lazy("detail", "disputed because"),
    "ground": pgettext_lazy("detail", "ground"),
    "is_active": pgettext_lazy("detail", "in use"),
    "is_blocked": pgettext_lazy("detail", "blocked"),
    "is_closed": pgettext_lazy("detail", "closed"),
    "is_for_merchant": pgettext_lazy("detail", "for the merchant to see"),
    "is_whole": pgettext_lazy("detail", "the whole order"),
    "key": pgettext_lazy("detail", "term"),
    "kinds": pgettext_lazy("detail", "kinds of work"),
    "level": pgettext_lazy("detail", "level"),
    "lines": pgettext_lazy("detail", "lines"),
    "location": pgettext_lazy("detail", "location"),
    "missing": pgettext_lazy("detail", "missing"),
    "number": pgettext_lazy("detail", "number"),
    "orders": pgettext_lazy("detail", "orders"),
    "outcome": pgettext_lazy("detail", "outcome"),
    "over": pgettext_lazy("detail", "over"),
    "parcels": pgettext_lazy("detail", "parcels"),
    "promised": pgettext_lazy("detail", "promised"),
    "rank": pgettext_lazy("detail", "place in line"),
    "reason": pgettext_lazy("detail", "reason"),
    "safety": pgettext_lazy("detail", "kept back"),
    "scheme": pgettext_lazy("detail", "for"),
    "scopes": pgettext_lazy("detail", "rights"),
    "service": pgettext_lazy("detail", "service"),
    "service_code": pgettext_lazy("detail", "service"),
    "services": pgettext_lazy("detail", "services"),
    "short": pgettext_lazy("detail", "short"),
    "ship_by": pgettext_lazy("detail", "leaves by"),
    "since": pgettext_lazy("detail", "since"),
    "site": pgettext_lazy("detail", "site"),
    "sites": pgettext_lazy("detail", "sites"),
    "step": pgettext_lazy("detail", "step"),
    "stops": pgettext_lazy("detail", "stops"),
    "tag": pgettext_lazy("detail", "tag"),
    "task": pgettext_lazy("detail", "job"),
    "tasks": pgettext_lazy("detail", "tasks"),
    "to_backorder": pgettext_lazy("detail", "now waiting"),
    "to_site": pgettext_lazy("detail", "to site"),
    "tracking_numbers": pgettext_lazy("detail", "tracking numbers"),
    "trigger": pgettext_lazy("detail", "trigger"),
    "units": pgettext_lazy("detail", "units"),
    "valid_from": pgettext_lazy("detail", "from"),
    "verdict": pgettext_lazy("detail", "verdict"),
    "valid_to": pgettext_lazy("detail", "until"),
    "was": pgettext_lazy("detail", "was"),
    "wave": pgettext_lazy("detail", "wave"),
    "what": pgettext_lazy("detail", "what"),
    "why": pgettext_lazy("detail", "why"),
    "written_off": pgettext_lazy("detail", "written off"),
}
_SHORT_REASONS: dict[str, Words] = {
    "none_there": pgettext_lazy("detail", "none there"),
    "fewer": pgettext_lazy("detail", "fewer than needed"),
    "damaged": pgettext_lazy("detail", "damaged"),
    "wrong_item": pgettext_lazy("detail", "wrong item in the bin"),
}
_REPORT_REASONS: dict[str, Words] = {
    "full": pgettext_lazy("detail", "full"),
    "blocked": pgettext_lazy("detail", "in the way"),
}
_CODES: dict[str, Mapping[str, Words]] = {
    "trigger": COUNT_TRIGGERS,
    "reason": {**COUNT_REASONS, **MOVE_REASONS, **HOLD_REASONS, **_SHORT_REASONS, **_REPORT_REASONS},
    "verdict": VERDICTS,
    "outcome": SETTLE_OUTCOMES,
    "answer": DISPUTE_GROUNDS,
    "dispute": DISPUTE_REASONS,
    "ground": SETTLE_GROUNDS,
    "failure": LABEL_FAILURES,
    "key": TERMS,
    "why": WHYS,
    "scheme": SCHEMES,
    "activity": GATE_ACTIVITIES,
    "notice": KINDS,
    "language": LANGUAGES,
    "channel": MESSAGE_CHANNELS,
    "about": NOTE_KINDS,
    "state": STATE_WORDS,
}


def list_details(kind: str, data: Mapping[str, Any], *, deed: str = "") -> list[tuple[Words, str]]:
    """Return what a fact says beside its sentence, in the order it was written; numbers of rows are left out."""
    told = "what" if kind == "access_changed" else ""
    return [
        (
            NAMES.get(name, name),
            format_money(Money(value, data["currency"])) if name.endswith("_minor") else _write(name, value),
        )
        for name, value in data.items()
        if value not in (None, "", [], {})
        and not name.endswith(("_id", "_ids"))
        and name != told
        and not _is_said(value, deed)
    ]


def _is_said(value: Any, deed: str) -> bool:
    """Tell whether the sentence has the value already, as a word of its own."""
    return re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", deed) is not None


def _write(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return format_quantity(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{NAMES.get(key, key)}: {_write(key, inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_write(name, inner) for inner in value[:20])
    return str(_CODES.get(name, {}).get(str(value), value))
