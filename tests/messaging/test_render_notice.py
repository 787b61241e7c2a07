from dataclasses import replace
from datetime import date

import pytest

from packhaus.messaging.services.render import render_notice
from packhaus.messaging.types import Notice, NoticeKind, Recipient

EVE = Recipient("Eve <b>", "eve@example.com", "en", "Tea & Mugs", "#066fd1")


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_says_something_else_in_every_language(notice: Notice, kind: NoticeKind) -> None:
    notice = replace(
        notice,
        kind=kind,
        hazard="allergen",
        advice="dispose",
        answer_on=date(2026, 11, 12),
        texts={"answer": "Mug"},
    )
    spoken = [
        render_notice(notice, recipient=replace(EVE, language=language)) for language in ("en", "de", "id")
    ]
    assert len({rendered.subject for rendered in spoken}) == 3
    for rendered in spoken:
        assert "SO-7" in rendered.subject
        assert "http://localhost:8000/t/token" in rendered.text
        assert "http://localhost:8000/t/token" in rendered.html
    told = [set(rendered.text.splitlines()) for rendered in spoken]
    same = told[0] & (told[1] | told[2])
    assert not [
        line for line in same if line and not any(name in line for name in ("Mug", "Lamp", "Shade", "://"))
    ]


@pytest.mark.parametrize(
    ("language", "date", "unknown"),
    [
        ("en", "Thursday, 12 November 2026", "The date is not known yet. We tell you as soon as we know it."),
        ("de", "Donnerstag, 12. November 2026", "Das Datum steht noch nicht fest."),
        ("id", "Kamis, 12 November 2026", "Tanggalnya belum diketahui."),
    ],
)
def test_a_backorder_says_its_date_or_that_nobody_knows_it(
    notice: Notice, language: str, date: str, unknown: str
) -> None:
    told = render_notice(
        replace(notice, kind=NoticeKind.ORDER_BACKORDERED), recipient=replace(EVE, language=language)
    )
    for body in (told.text, told.html):
        assert date in body
        assert unknown in body


def test_nothing_of_a_shopper_or_merchant_is_markup(notice: Notice) -> None:
    html = render_notice(notice, recipient=EVE).html
    assert "<b>" not in html
    assert "Tea &amp; Mugs" in html


def test_no_picture_or_script_is_loaded(notice: Notice) -> None:
    html = render_notice(notice, recipient=EVE).html
    assert "<img" not in html
    assert "<script" not in html
    assert "src=" not in html


def test_money_is_written_as_the_language_writes_it(notice: Notice) -> None:
    assert "£3,014.95" in render_notice(notice, recipient=EVE).text
    assert "3.014,95\xa0£" in render_notice(notice, recipient=replace(EVE, language="de")).text
