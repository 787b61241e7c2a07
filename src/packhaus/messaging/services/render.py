"""From a notice to subject, text and HTML in the recipient's language.

Rows of items are written here and not by the template: five thousand mails of twenty lines are a hundred thousand rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from packhaus.decide.contrast import carries_white
from packhaus.decide.wording import Part, fill_line, fill_lines, join_parts
from packhaus.kernel.documents.formats import format_money, format_quantity
from packhaus.kernel.money import Money
from packhaus.messaging.mime import clean_header
from packhaus.messaging.services.places import ADDRESSES, write_values
from packhaus.messaging.types import Notice, NoticeLine, NoticeParcel, NoticeTotals, Recipient, Wording
from packhaus.messaging.wording import Words, choose_words, write_expectation, write_greeting

# The classes are for dark reading alone, of which mail programs that read no stylesheet know nothing.
_CELL = "padding:8px 0;border-bottom:1px solid #d5dbe3;vertical-align:top"
_FIGURE = f'<td class="line" align="right" style="{_CELL};padding-left:8px;white-space:nowrap">'
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


def render_notice(notice: Notice, *, recipient: Recipient, own: Wording | None = None) -> Rendered:
    """Write a notice in the recipient's language and the merchant's name; in its own words where it has some."""
    with translation.override(recipient.language):
        words = (own and _fill_own(own, notice, recipient)) or _take_standard(notice)
        context: dict[str, Any] = {
            "language": recipient.language,
            "footer": recipient.footer.splitlines(),
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
        text = get_template("messages/mail.txt").render(
            context | {"words": words.plain} | _write_text(notice, recipient.language)
        )
        html = get_template("messages/mail.html").render(
            context | {"words": words.marked} | _write_html(notice, recipient.language)
        )
    return Rendered(words.plain.subject[:SUBJECT_LENGTH], text, html)


class _Said(NamedTuple):
    """The same words for plain text and for HTML, where links are marked."""

    plain: Words
    marked: Words


def _take_standard(notice: Notice) -> _Said:
    words = choose_words(notice)
    return _Said(words, words)


def _fill_own(own: Wording, notice: Notice, recipient: Recipient) -> _Said | None:
    """Fill a merchant's words; None, and ours are said, when one of them would have a hole."""
    values = write_values(notice, recipient=recipient)
    lines = [fill_line(text, values) for text in (own.subject, own.headline, own.button)]
    body = fill_lines(own.body, values, addresses=ADDRESSES)
    if None in lines or not body:
        return None
    subject, headline, button = (clean_header(join_parts(line or ())) for line in lines)
    plain = Words(subject, headline, tuple(map(join_parts, body)), button)
    return _Said(plain, replace(plain, sentences=tuple(map(_mark_up, body))))


def _mark_up(line: Sequence[Part]) -> SafeString:
    # Every part is escaped: what a merchant or a shopper wrote is never markup.
    return SafeString(
        "".join(
            f'<a href="{escape(part.text)}" class="link">{escape(part.text)}</a>'
            if part.is_link
            else escape(part.text)
            for part in line
        )
    )


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
        name += f'<br><span class="quiet" style="{_QUIET}">{escape(write_expectation(line, language))}</span>'
    amount = f"{_FIGURE}{escape(format_money(line.total, language))}</td>" if line.total else ""
    quantity = format_quantity(line.quantity, language)
    return f'<tr><td class="line" style="{_CELL}">{name}</td>{_FIGURE}{quantity}</td>{amount}</tr>'


def _write_html_total(label: str, amount: Money, language: str) -> str:
    written = escape(format_money(amount, language))
    return (
        f'<tr><td class="line" colspan="2" style="{_CELL}">{escape(label)}</td>{_FIGURE}{written}</td></tr>'
    )


def _write_html_parcel(parcel: NoticeParcel) -> str:
    name = escape(_name_parcel(parcel))
    if parcel.url:
        name = f'<a class="link" href="{escape(parcel.url)}">{name}</a>'
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
