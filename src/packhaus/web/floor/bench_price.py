"""What the packer's cartons cost to take and to send, beside the proposed ones."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from packhaus.kernel.money import Money
from packhaus.outbound.services.pack import PackDraft
from packhaus.web.formats import format_money


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What other cartons cost, in words; `is_worse`: more than proposed, or no service takes them."""

    text: str
    is_worse: bool


def compare_price(draft: PackDraft, planned: PackDraft) -> PriceChange | None:
    """Compare the packer's cartons with the proposed ones; None where they are the same, or nobody priced them."""
    if planned.cost is None or (draft.cost == planned.cost and _list_codes(draft) == _list_codes(planned)):
        return None
    before = {"before": format_money(planned.cost)}
    if draft.cost is None:
        text = _("No service takes these cartons. As proposed: %(before)s.") % before
        return PriceChange(text, is_worse=True)
    told = {**before, "after": format_money(draft.cost), "more": _write_difference(draft.cost, planned.cost)}
    if draft.cost == planned.cost:
        return PriceChange(_("Carton and postage: %(after)s, as much as proposed.") % told, is_worse=False)
    is_worse = draft.cost.currency != planned.cost.currency or draft.cost > planned.cost
    text = _("Carton and postage: %(after)s. As proposed: %(before)s (%(more)s).") % told
    if draft.service_code != planned.service_code:
        sent = {"service": draft.service_code, "other": planned.service_code}
        text = f"{text} {_('It goes with %(service)s, not with %(other)s.') % sent}"
    return PriceChange(text, is_worse=is_worse)


def _list_codes(draft: PackDraft) -> list[str]:
    return [one.box.carton_code for one in draft.boxes]


def _write_difference(cost: Money, other: Money) -> str:
    """Write by how much a price is above or below another; of other currencies nobody knows."""
    if cost.currency != other.currency:
        return "–"
    more = cost - other
    return f"{'+' if more.amount_minor > 0 else ''}{format_money(more)}"
