"""Value-added services and their rules as pages tell them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from packhaus.access.types import MerchantRow
from packhaus.catalog.queries.vas import VasOptionRow, VasRuleRow
from packhaus.kernel.money import Money
from packhaus.web.formats import format_money, format_weight, pick_text
from packhaus.web.packing_words import VAS_KINDS, VAS_PER, VAS_STEPS
from packhaus.web.parts import Words
from packhaus.web.words import MATERIALS

SHOWN = 5


@dataclass(frozen=True, slots=True)
class OptionView:
    """A service as drawn; `uses` says what one uses up."""

    row: VasOptionRow
    name: str
    kind: Words
    per: Words
    step: Words
    uses: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as drawn: what it does, and for which orders."""

    row: VasRuleRow
    does: str
    fits: str
    is_off: bool


@dataclass(frozen=True, slots=True)
class MerchantVas:
    """A merchant's services and rules."""

    merchant: MerchantRow
    options: list[OptionView]
    rules: list[RuleView]


def name_option(row: VasOptionRow) -> str:
    """Say what a service is called."""
    return pick_text(row.names) or str(VAS_KINDS[row.kind])


def draw_option(row: VasOptionRow) -> OptionView:
    """Return a service as drawn."""
    parts = []
    if row.sku:
        parts.append(f"{row.sku_quantity} × {row.sku}")
    if row.material:
        parts.append(f"{format_weight(row.material_grams)} {MATERIALS[row.material]}")
    return OptionView(
        row, name_option(row), VAS_KINDS[row.kind], VAS_PER[row.per], VAS_STEPS[row.step], " · ".join(parts)
    )


def draw_rule(rule: VasRuleRow, options: Sequence[VasOptionRow]) -> RuleView:
    """Return a rule as drawn; `options` are those of its merchant at least."""
    option = next((row for row in options if (row.merchant, row.code) == (rule.merchant, rule.option)), None)
    does = name_option(option) if option else _("Pack in %(cartons)s") % {"cartons": _list(rule.cartons)}
    return RuleView(rule, does, tell_fit(rule), option is not None and not option.is_active)


def tell_fit(rule: VasRuleRow) -> str:
    """Say which orders a rule takes."""
    told = []
    if rule.skus:
        told.append(_("with %(skus)s") % {"skus": _list(rule.skus)})
    if rule.channels:
        told.append(_("from %(channels)s") % {"channels": _list(rule.channels)})
    if rule.countries:
        told.append(_("to %(countries)s") % {"countries": _list(rule.countries)})
    if rule.tags:
        told.append(_("tagged %(tags)s") % {"tags": _list(rule.tags)})
    if rule.least_goods_minor is not None:
        told.append(
            _("worth %(amount)s or more")
            % {"amount": format_money(Money(rule.least_goods_minor, rule.currency))}
        )
    return ", ".join(told) or _("Every order")


def _list(codes: Sequence[str]) -> str:
    """List codes; of many the first, and how many more."""
    shown = " / ".join(codes[:SHOWN])
    more = len(codes) - SHOWN
    return _("%(codes)s and %(count)s more") % {"codes": shown, "count": more} if more > 0 else shown
