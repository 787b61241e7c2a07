"""What led to a fact, in words: what follows "because", step by step to its beginning."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext_lazy

from packhaus.insight.queries.causes import Cause
from packhaus.web.order_address import link_order
from packhaus.web.parts import Because, Words
from packhaus.web.story import fill

# What subscribers react to, and what those reactions are told by.
_CAUSES: dict[str, Words] = {
    "stock_received": ngettext_lazy(
        "%(units)s unit of %(sku)s came in", "%(units)s units of %(sku)s came in", "units"
    ),
    "stock_freed": ngettext_lazy(
        "%(units)s unit of %(sku)s became free", "%(units)s units of %(sku)s became free", "units"
    ),
    "stock_adjusted": noop("the stock of %(sku)s was corrected"),
    "bin_counted": noop("%(location)s was counted"),
    "short_resolved": noop("somebody looked after a short of %(order)s"),
    "order_backordered": ngettext_lazy("%(units)s unit has to wait", "%(units)s units have to wait", "units"),
    "fulfillment_picked": noop("%(order)s was picked"),
    "term_set": noop("the term %(key)s was agreed on"),
}


def tell_causes(causes: Sequence[Cause]) -> list[Because]:
    """Return what follows "because" for each step that has words."""
    return list(_tell(causes))


def _tell(causes: Sequence[Cause]) -> Iterator[Because]:
    for cause in causes:
        sentence = _CAUSES.get(cause.kind)
        if sentence:
            named = {"location": "–", "key": "–", **cause.data}
            named |= {"sku": cause.sku or "–", "order": cause.order_number or "–"}
            yield Because(fill(sentence, named), _link(cause))


def _link(cause: Cause) -> str:
    if cause.sku:
        return reverse("console:sku-stock", args=[cause.merchant_code, cause.sku])
    return link_order(cause.merchant_code, cause.order_number) if cause.order_number else ""
