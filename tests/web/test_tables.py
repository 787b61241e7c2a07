from django.http import QueryDict

from packhaus.web.tables import Column, FilterField, build_filter_bar, build_table, link_with, read_list_state

COLUMNS = (
    Column("number", "Number", is_sortable=True),
    Column("units", "Units", is_sortable=True, is_number=True),
)


def test_a_sort_link_turns_the_order_and_starts_over() -> None:
    params = QueryDict("sort=units&after=k&stage=picking&stage=packed")
    state = read_list_state(params=params, columns=COLUMNS, default="-number")
    table = build_table(params=params, columns=COLUMNS, state=state, shown=1, total=1)
    assert table.heads[1].order == "ascending"
    assert table.heads[1].url == "?stage=picking&stage=packed&sort=-units"
    assert table.heads[0].url == "?stage=picking&stage=packed&sort=number"


def test_an_unknown_sort_falls_back_to_the_default() -> None:
    state = read_list_state(params=QueryDict("sort=password"), columns=COLUMNS, default="-number")
    assert (state.sort, state.is_descending) == ("number", True)


def test_pages_keep_the_filters_and_replace_the_key() -> None:
    params = QueryDict("q=mug&after=5")
    state = read_list_state(params=params, columns=COLUMNS, default="number")
    table = build_table(
        params=params, columns=COLUMNS, state=state, shown=50, total=10_001, newer_key="6", older_key="55"
    )
    assert table.older_url == "?q=mug&after=55"
    assert table.newer_url == "?q=mug&before=6"
    assert not table.total_is_exact
    assert table.total == 10_000
    assert table.empty is None


def test_a_chip_names_the_filter_and_leads_to_the_list_without_it() -> None:
    fields = [FilterField("stage", "Status", (("picking", "Picking"), ("packed", "Packed")))]
    bar = build_filter_bar(params=QueryDict("stage=picking&stage=packed&q=a"), fields=fields)
    assert [(str(chip.label), chip.url) for chip in bar.chips] == [("Status: Picking, Packed", "?q=a")]


def test_a_link_quotes_what_people_type() -> None:
    assert link_with(QueryDict(), q="a&b=c") == "?q=a%26b%3Dc"
