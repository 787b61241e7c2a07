"""The tower's warning before orders are late, with what is proposed about them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from packhaus.decide.remedies import Remedy
from packhaus.insight.queries.tower import Tower, list_risk_limits
from packhaus.kernel.money import Money
from packhaus.orders.services.ways import LOOKED_AT, PartWays, list_risks
from packhaus.web.console.tower_deeds import Decision
from packhaus.web.formats import format_money, format_quantity
from packhaus.web.guard import PageRequest
from packhaus.web.nav import find_url
from packhaus.web.pages import find_merchant_id, find_site_id


def find_risks(request: PageRequest, tower: Tower) -> Sequence[PartWays]:
    """Return what is proposed about each part that is late or at risk. Queries: 0 while none is, else 5 or fewer."""
    if not tower.late and not tower.at_risk:
        return ()
    limits = list_risk_limits(scope=request.scope, site_id=find_site_id(request), now=request.now)
    return list_risks(
        scope=request.scope, ready_at=dict(limits), merchant_id=find_merchant_id(request), now=request.now
    )


def decide_risks(risks: Sequence[PartWays]) -> Iterator[Decision]:
    """Tell how many orders come late unless somebody acts, and what each remedy is good for."""
    counts = Counter(risk.proposal.remedy for risk in risks)
    acting = len(risks) - counts[Remedy.KEEP]
    if not acting:
        return
    told = ngettext(
        "%(count)s order loses its day unless somebody acts",
        "%(count)s orders lose their day unless somebody acts",
        acting,
    ) % {"count": format_quantity(acting) + ("+" if len(risks) == LOOKED_AT else "")}
    yield Decision(
        told,
        "; ".join((*_list_remedies(counts), *_list_costs(risks))),
        find_url("console:release-risks"),
        _("Show the remedies"),
        "act-now",
    )


def _list_remedies(counts: Counter[Remedy]) -> Iterator[str]:
    for remedy, told in (
        (Remedy.SERVICE, _("%(count)s with another service")),
        (Remedy.SITE, _("%(count)s from another site")),
        (Remedy.SPLIT, _("%(count)s by sending what is there")),
        (Remedy.TELL, _("%(count)s by no way: tell the shoppers")),
    ):
        if count := counts[remedy]:
            yield told % {"count": format_quantity(count)}


def _list_costs(risks: Sequence[PartWays]) -> Iterator[str]:
    extra: defaultdict[str, int] = defaultdict(int)
    for risk in risks:
        if risk.proposal.way and risk.proposal.extra_minor > 0:
            extra[risk.proposal.way.currency] += risk.proposal.extra_minor
    if extra:
        amounts = (format_money(Money(amount, currency)) for currency, amount in sorted(extra.items()))
        yield _("all for %(money)s more") % {"money": ", ".join(amounts)}
