"""Runs of release policies: what each released, and why orders stayed."""

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as lazy

from packhaus.kernel.keyset import Page, PageOf
from packhaus.outbound.queries.release_policies import list_policies
from packhaus.outbound.queries.release_runs import ReleaseRunRow, list_release_runs
from packhaus.web.console.policy_words import tell_left
from packhaus.web.guard import PageRequest
from packhaus.web.lists import Asked, ListPage, View, show_list
from packhaus.web.pages import find_site_id, page_of
from packhaus.web.parts import Words
from packhaus.web.tables import Column, FilterField


@page_of("console:release")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List runs of policies, the latest first."""
    return show_list(request, RELEASE_RUNS)


def fetch_runs(asked: Asked, page: PageOf) -> Page[ReleaseRunRow]:
    """Read a page of runs."""
    only = asked.read_all("only")
    return list_release_runs(
        scope=asked.request.scope, site_id=find_site_id(asked.request), name=asked.read("name"),
        has_released="released" in only, has_left="left" in only,
        ids=[int(key) for key in asked.keys if key.isdecimal() and len(key) < 19], page=page,
    )  # fmt: skip


def _draw(
    _request: PageRequest, runs: Sequence[ReleaseRunRow]
) -> list[tuple[ReleaseRunRow, list[tuple[Words, int]]]]:
    return [(run, tell_left(run.left)) for run in runs]


def _list_fields(request: PageRequest) -> list[FilterField]:
    found = list_policies(scope=request.scope, site_id=find_site_id(request))
    names = sorted({policy.name for policy in found})
    return [
        FilterField("name", lazy("Policy"), [(name, name) for name in names]),
        FilterField(
            "only", lazy("Only"), (("released", lazy("Released something")), ("left", lazy("Left orders")))
        ),
    ]


RELEASE_RUNS = ListPage(
    name="console:release-runs",
    template="outbound/release_runs.html",
    row_type=ReleaseRunRow,
    columns=(
        Column("policy", lazy("Policy")),
        Column("ran_at", lazy("Time"), is_sortable=True),
        Column("site", lazy("Site")),
        Column("wave", lazy("Wave")),
        Column("orders", lazy("Orders"), is_number=True),
        Column("lines", lazy("Lines"), is_number=True),
        Column("left", lazy("Left orders")),
    ),
    default="-ran_at",
    fetch=fetch_runs,
    fields=_list_fields,
    views=(
        View("all", lazy("All")),
        View(
            "released",
            lazy("Released something"),
            "only=released",
            lazy("No policy has released anything yet."),
        ),
        View("left", lazy("Left orders"), "only=left", lazy("No run has left an order.")),
    ),
    draw=_draw,
)
