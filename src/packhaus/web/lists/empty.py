"""What a list without rows says: nothing at all, nothing in this view, or nothing for the filters that a person set."""

from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from packhaus.web.lists.views import Strip, Tab, read_query
from packhaus.web.tables import EmptyWords, link_with


def say_empty(params: QueryDict, strip: Strip | None, *, total: int) -> EmptyWords | None:
    """Return the words for no rows; None where nothing limits the list, which then has words of its own."""
    if total:
        return EmptyWords(
            "nothing-left", _("Nothing is left on this page."), link_with(params), _("To the first page")
        )
    tab = strip.current if strip else None
    wanted = _read_filter(read_query(params))
    if wanted != (_read_filter(tab.query) if tab else []):
        return EmptyWords(
            "nothing-matches", _("Nothing matches these filters."), _reset(params, tab), _("Reset filters")
        )
    if tab is None or not wanted:
        return None
    everything = next((one for one in strip.tabs if not one.query), None) if strip else None
    return EmptyWords(
        "nothing-left", tab.empty, everything.url if everything else "", _("Show all") if everything else ""
    )


def _read_filter(query: str) -> list[tuple[str, str]]:
    """Read a query without its order: who sorts a view still looks at it."""
    return [(name, value) for name, value in parse_qsl(query) if name != "sort"]


def _reset(params: QueryDict, tab: Tab | None) -> str:
    """Lead back to the view that was narrowed, else to the list as it opens."""
    if tab is not None:
        return tab.url
    return "?" + urlencode({"sort": params["sort"]}) if "sort" in params else "?"
