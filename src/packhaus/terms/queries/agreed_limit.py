"""What a merchant's terms say, as a part of statements about rows to which it applies."""


def write_agreed_limit(*, merchant: str) -> str:
    """Return the SQL of the backorder limit that holds at %(agreed_at)s for the merchant of a column; 0 unless agreed.

    Of versions that hold at once the latest counts, as in `build_terms`.
    """
    return f"""coalesce((
        SELECT (t.value #>> '{{}}')::bigint FROM terms_term AS t
        WHERE t.merchant_id = {merchant} AND t.key = 'backorder_limit' AND t.valid_from <= %(agreed_at)s::timestamptz
          AND (t.valid_to IS NULL OR t.valid_to > %(agreed_at)s::timestamptz)
        ORDER BY t.valid_from DESC, t.id DESC LIMIT 1), 0)"""  # noqa: S608 - a column of our own statements


def write_agreed_dates(*, merchant: str) -> str:
    """Return the SQL that tells whether purchase orders give dates at %(agreed_at)s by the terms of a merchant."""
    return f"""coalesce((
        SELECT t.value #>> '{{}}' = 'ordered' FROM terms_term AS t
        WHERE t.merchant_id = {merchant} AND t.key = 'backorder_dates' AND t.valid_from <= %(agreed_at)s::timestamptz
          AND (t.valid_to IS NULL OR t.valid_to > %(agreed_at)s::timestamptz)
        ORDER BY t.valid_from DESC, t.id DESC LIMIT 1), false)"""  # noqa: S608 - a column of our own statements
