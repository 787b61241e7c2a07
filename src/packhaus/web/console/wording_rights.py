"""Whose words a page is about, and whether this person may write them."""

from dataclasses import dataclass

from django.http import Http404

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.types import MerchantRow, Role
from packhaus.messaging.queries.wordings import CHANNELS, LANGUAGES
from packhaus.messaging.types import WORDED_KINDS, NoticeKind, WordingKey
from packhaus.terms.queries.get_terms import get_terms
from packhaus.web.guard import PageRequest


@dataclass(frozen=True, slots=True)
class Worded:
    """The words that an address names."""

    merchant: MerchantRow
    key: WordingKey


def find_worded(request: PageRequest, merchant: str, kind: str, language: str, channel: str) -> Worded:
    """Return what an address names. Raises: Http404, NotFound."""
    if kind not in set(WORDED_KINDS) or language not in LANGUAGES or channel not in CHANNELS:
        raise Http404
    found = get_merchant_by_code(scope=request.scope, code=merchant)
    return Worded(found, WordingKey(found.id, NoticeKind(kind), language, channel))


def may_word(request: PageRequest, merchant: MerchantRow) -> bool:
    """Tell whether this person may write a merchant's words: administrators, and its own people where terms say so."""
    if Role.ADMIN in request.roles:
        return True
    terms = get_terms(request.scope, merchant_id=merchant.id, at=request.now)
    return Role.MERCHANT in request.roles and terms.words_messages


def require_right(request: PageRequest, merchant: MerchantRow) -> None:
    """Let only those on who may. Raises: Http404."""
    if not may_word(request, merchant):
        raise Http404
