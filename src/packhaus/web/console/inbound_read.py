"""The fields of a delivery: what they say, and which of them a problem is about."""

import re
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from packhaus.inbound.types import MOST_LINES, UNIT_KINDS, AsnDraft, AsnLineDraft
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.web.forms import FormReader

_TYPED = re.compile(r"(sku|quantity|lot|expires|unit|kind|order)_(\d+)")
_CALLED = {"expires": "expires_on", "kind": "unit_kind", "order": "order_number"}
"""What a row's fields are called elsewhere, where that is not their name in the form."""


def read_asn(form: FormReader, number: str) -> AsnDraft:
    """Read a delivery of a form. Raises: Invalid with everything that is no date, number or site."""
    expected_on = form.read_date("expected_on")
    site = form.read_text("site", is_required=True, at_most=16)
    site_id = get_site_ids(codes=[site]).get(site)
    if expected_on is None:
        form.refuse("expected_on", "required", _("A date goes here."))
    if site_id is None:
        form.refuse("site", "unknown", _("Choose one of the list."))
    lines = tuple(_read_line(form, index) for index in _list_filled(form))
    if not lines:
        form.refuse("line_0_sku", "required", _("Say what goes here."))
    draft_rest = {
        "supplier_code": form.read_text("supplier_code", at_most=24),
        "supplier_name": form.read_text("supplier_name", at_most=120),
        "order_number": form.read_text("order_number", at_most=40),
        "carrier_code": form.read_text("carrier_code", at_most=24),
        "tracking_number": form.read_text("tracking_number", at_most=40),
    }
    form.check()
    assert expected_on is not None
    assert isinstance(site_id, UUID)
    return AsnDraft(number=number, site_id=site_id, expected_on=expected_on, lines=lines, **draft_rest)


def _list_filled(form: FormReader) -> list[int]:
    return [index for index in range(MOST_LINES) if form.sent.get(f"sku_{index}", "").strip()]


def _read_line(form: FormReader, index: int) -> AsnLineDraft:
    unit = form.read_text(f"unit_{index}", at_most=20)
    return AsnLineDraft(
        sku_code=form.read_text(f"sku_{index}", at_most=40),
        quantity=form.read_integer(f"quantity_{index}", default=1),
        lot_code=form.read_text(f"lot_{index}", at_most=40),
        expires_on=form.read_date(f"expires_{index}"),
        unit_code=unit,
        unit_kind=form.read_choice(f"kind_{index}", UNIT_KINDS) if unit else "",
        order_number=form.read_text(f"order_{index}", at_most=40),
    )


def name_fields(sent: QueryDict, refusal: Invalid) -> Invalid:
    """Say of the form's fields what form and service say of its lines; the service knows no empty rows."""
    filled = _list_filled(FormReader(sent))
    named = []
    for problem in refusal.problems:
        parts = problem.path.removeprefix("asns.0.").split(".")
        typed = _TYPED.fullmatch(parts[-1])
        if len(parts) == 3:
            parts = [f"line_{filled[int(parts[1])]}_{parts[2]}"]
        elif typed:
            parts = [f"line_{typed[2]}_{_CALLED.get(typed[1], typed[1])}"]
        named.append(FieldProblem(parts[-1], problem.code, problem.message))
    return Invalid(named)
