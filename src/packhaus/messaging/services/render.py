"""From a notice to subject, text and HTML in the recipient's language.

Rows of items are written here and not by the template: five thousand mails of twenty lines are a hundred thousand rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from packhaus.decide.contrast import carries_white
from packhaus.kernel.documents.formats import format_money, format_quantity
from packhaus.kernel.money import Money
from packhaus.messaging.types import Notice, NoticeLine, NoticeParcel, NoticeTotals, Recipient
from packhaus.messaging.wording import choose_words, write_expectation, write_greeting

_CELL = "padding:8px 0;border-bottom:1px solid #d5dbe3;vertical-align:top"
_FIGURE = f'<td align="right" style="{_CELL};padding-left:8px;white-space:nowrap">'
_QUIET = "color:#55606e;font-size:14px"
# For a merchant on whose colour a button could not be read.
_PLAIN_ACCENT = "#182433"
SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as its recipient reads it; `values` fill the places of an approved template."""

    subject: str
    text: str
    html: str
    values: tuple[str, ...] = ()


def render_notice(notice: Notice, *, recipient: Recipient) -> Rendered:
    """Write a notice in the recipient's language and the merchant's name."""
    with translation.override(recipient.language):
        words = choose_words(notice)
        context: dict[str, Any] = {
            "language": recipient.language,
            "words": words,
            "greeting": write_greeting(recipient.name),
            "link": f"{settings.BASE_URL}{notice.link_path}",
            "shop": recipient.shop,
            "accent": recipient.accent if carries_white(recipient.accent) else _PLAIN_ACCENT,
            "number": _("Order %(number)s") % {"number": notice.topic_number},
            "automatic": _("This message was sent automatically by %(shop)s.") % {"shop": recipient.shop},
            "questions": _("Questions? Write to %(address)s.") % {"address": recipient.support_email}
            if recipient.support_email
            else "",
            **_name_columns(notice.lines),
        }
        text = get_template("messages/mail.txt").render(context | _write_text(notice, recipient.language))
        html = get_template("messages/mail.html").render(context | _write_html(notice, recipient.language))
    return Rendered(words.subject[:SUBJECT_LENGTH], text, html)


def _name_columns(lines: Sequence[NoticeLine]) -> dict[str, str]:
    has_amounts = any(line.total is not None for line in lines)
    return {
        "head_item": _("Item"),
        "head_quantity": _("Quantity"),
        "head_amount": _("Amount") if has_amounts else "",
    }


def _write_text(notice: Notice, language: str) -> dict[str, str]:
    return {
        "lines": "\n".join(_write_text_line(line, language) for line in notice.lines),
        "totals": "\n".join(
            f"{label}: {format_money(amount, language)}" for label, amount in _list_totals(notice.totals)
        ),
        "parcels": "\n".join(
            part for parcel in notice.parcels for part in (_name_parcel(parcel), parcel.url) if part
        ),
    }


def _write_text_line(line: NoticeLine, language: str) -> str:
    amount = f"  {format_money(line.total, language)}" if line.total else ""
    written = f"{format_quantity(line.quantity, language):>6} × {line.name}{amount}"
    return f"{written}\n         {write_expectation(line, language)}" if line.is_dated else written


def _write_html(notice: Notice, language: str) -> dict[str, SafeString]:
    # Every value that is not ours is escaped below.
    return {
        "lines": SafeString("\n".join(_write_html_line(line, language) for line in notice.lines)),
        "totals": SafeString(
            "\n".join(_write_html_total(*total, language) for total in _list_totals(notice.totals))
        ),
        "parcels": SafeString("\n".join(_write_html_parcel(parcel) for parcel in notice.parcels)),
    }


def _write_html_line(line: NoticeLine, language: str) -> str:
    name = escape(line.name)
    if line.is_dated:
        name += f'<br><span style="{_QUIET}">{escape(write_expectation(line, language))}</span>'
    amount = f"{_FIGURE}{escape(format_money(line.total, language))}</td>" if line.total else ""
    quantity = format_quantity(line.quantity, language)
    return f'<tr><td style="{_CELL}">{name}</td>{_FIGURE}{quantity}</td>{amount}</tr>'


def _write_html_total(label: str, amount: Money, language: str) -> str:
    written = escape(format_money(amount, language))
    return f'<tr><td colspan="2" style="{_CELL}">{escape(label)}</td>{_FIGURE}{written}</td></tr>'


def _write_html_parcel(parcel: NoticeParcel) -> str:
    name = escape(_name_parcel(parcel))
    if parcel.url:
        name = f'<a href="{escape(parcel.url)}">{name}</a>'
    return f'<p style="margin:0 0 4px">{name}</p>'


def _name_parcel(parcel: NoticeParcel) -> str:
    return _("%(carrier)s, tracking number %(number)s") % {
        "carrier": parcel.carrier,
        "number": parcel.number,
    }


def _list_totals(totals: NoticeTotals | None) -> list[tuple[str, Money]]:
    """Return what the order costs, parts that are zero left out."""
    if totals is None:
        return []
    parts = [
        (_("Goods"), totals.goods),
        (_("Discount"), -totals.discount),
        (_("Shipping"), totals.shipping),
        (_("Tax"), totals.tax),
    ]
    told = [part for part in parts if part[1].amount_minor]
    due = [(_("To pay on delivery"), totals.due_on_delivery)] if totals.due_on_delivery.amount_minor else []
    return [*(told if len(told) > 1 else []), (_("Total"), totals.total), *due]
