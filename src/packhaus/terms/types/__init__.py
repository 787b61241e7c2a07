"""Words of terms: what was agreed on; with whom a merchant is registered is in `registrations`."""

from packhaus.terms.types.agreements import (
    KEYS,
    LANGUAGES,
    MAX_DAYS,
    ORDER_POLICIES,
    PAYMENT_TERMS,
    MerchantTerms,
    TermDraft,
    TermVersion,
    build_terms,
    find_fault,
)

__all__ = [
    "KEYS",
    "LANGUAGES",
    "MAX_DAYS",
    "ORDER_POLICIES",
    "PAYMENT_TERMS",
    "MerchantTerms",
    "TermDraft",
    "TermVersion",
    "build_terms",
    "find_fault",
]
