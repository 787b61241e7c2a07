"""What a list without rows says: nothing at all, nothing in this view, or nothing for the filters that a person set."""

from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from packhaus.web.lists.views import Strip, read_query
from packhaus.web.tables import EmptyWords, link_with


def say_empty(params: QueryDict, strip: Strip | None, *, total: int) -> EmptyWords | None:
    """Return the words for no rows; None where nothing limits the list, which then has words of its own."""
    if total:
        return EmptyWords(
            "nothing-left", _("Nothing is left on this page."), link_with(params), _("To the first page")
        )
    if reset_url := find_reset(params, strip):
        return EmptyWords(
            "nothing-matches", _("Nothing matches these filters."), reset_url, _("Reset filters")
        )
    tab = strip.current if strip else None
    if tab is None or not _read_filter(tab.query):
        return None
    everything = next((one for one in strip.tabs if not one.query), None) if strip else None
    return EmptyWords(
        "nothing-left", tab.empty, everything.url if everything else "", _("Show all") if everything else ""
    )


def find_reset(params: QueryDict, strip: Strip | None) -> str:
    """Return where the filters that a person set end: at the view that was narrowed, else at the list as it opens.

    Nothing where the view is as it is: its own filter is not the person's.
    """
    tab = strip.current if strip else None
    if _read_filter(read_query(params)) == (_read_filter(tab.query) if tab else []):
        return ""
    if tab is not None:
        return tab.url
    return "?" + urlencode({"sort": params["sort"]}) if "sort" in params else "?"


def _read_filter(query: str) -> list[tuple[str, str]]:
    """Read a query without its order: who sorts a view still looks at it."""
    return [(name, value) for name, value in parse_qsl(query) if name != "sort"]
