"""A tote that cannot be packed as it is: why, and that it is set aside."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from packhaus.access.types import Role
from packhaus.outbound.queries.packing_bench import find_bench_order
from packhaus.outbound.services.pack_problems import (
    PackProblemReason,
    report_pack_problem,
    solve_pack_problem,
)
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.packing_words import PACK_PROBLEMS
from packhaus.web.responses import lead_to, render_page


@open_to(Role.ASSOCIATE, Role.LEAD, Role.ADMIN)
def report(request: PageRequest, tote: str) -> HttpResponse:
    """Ask why a tote is set aside, and set it aside; or take it up again."""
    order = find_bench_order(scope=request.scope, tote_code=tote)
    if order is None:
        raise Http404
    if request.method != "POST":
        context = {"order": order, "reasons": list(PACK_PROBLEMS.items())}
        return render_page(request, "floor/pack_problem.html", context)
    if request.POST.get("do") == "solve":
        solve_pack_problem(
            scope=request.scope, fulfillment_id=order.fulfillment_id, now=request.now, actor=request.actor
        )
        return lead_to(request, reverse("console:pack-tote", args=[tote]))
    form = FormReader(request.POST)
    reason = form.read_choice("reason", PACK_PROBLEMS)
    form.check()
    report_pack_problem(
        scope=request.scope, fulfillment_id=order.fulfillment_id, reason=PackProblemReason(reason), now=request.now,
        actor=request.actor,
    )  # fmt: skip
    return lead_to(request, reverse("console:pack"))
