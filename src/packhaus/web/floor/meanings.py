"""Where a scanned thing leads, when no step was waiting for it; several meanings are several big buttons."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from packhaus.insight.queries.resolve_scan import Meaning, Resolution
from packhaus.web.nav import find_url


@dataclass(frozen=True, slots=True)
class Lead:
    """One button: what the code is, in words, and where that leads."""

    label: str
    detail: str
    url: str


def link_meaning(meaning: Meaning, code: str) -> str:
    """Return the page of a thing whose code was scanned, or nothing where the floor has none for it."""
    if meaning.kind == "batch":
        return reverse("floor:pick", args=[meaning.code])
    if meaning.kind == "asn":
        return reverse("floor:receive-asn", args=[meaning.merchant_code, meaning.code])
    if meaning.kind == "tote" and meaning.merchant_code:
        return reverse("console:pack-tote", args=[meaning.code])
    found = find_url("floor:find")
    return f"{found}?{urlencode({'code': code, 'as': meaning.mark})}" if found else ""


def name_meanings(found: Resolution) -> list[Lead]:
    """Return a button for each meaning that leads somewhere."""
    return [name_meaning(one, url) for one in found.meanings if (url := link_meaning(one, found.code))]


def name_meaning(meaning: Meaning, url: str) -> Lead:
    """Return the button of one meaning."""
    told = " ".join(part for part in (meaning.merchant_code, meaning.name) if part)
    return Lead(name_kind(meaning.kind), told, url)


def name_kind(kind: str) -> str:
    """Return what a scanned thing is, in words."""
    names = {
        "bin": _("Bin"),
        "tote": _("Tote"),
        "carton": _("Carton"),
        "pallet": _("Pallet"),
        "batch": _("Batch"),
        "asn": _("Announced delivery"),
        "item": _("Item"),
        "lot": _("Lot"),
        "serial": _("Serial number"),
    }
    return names.get(kind, kind)
