"""How many units may wait by a merchant's terms, as a part of statements that write rows to which it applies."""


def write_agreed_limit(*, merchant: str) -> str:
    """Return the SQL of the backorder limit that holds at %(agreed_at)s for the merchant of a column; 0 unless agreed.

    Of versions that hold at once the latest counts, as in `build_terms`.
    """
    return f"""coalesce((
        SELECT (t.value #>> '{{}}')::bigint FROM terms_term AS t
        WHERE t.merchant_id = {merchant} AND t.key = 'backorder_limit' AND t.valid_from <= %(agreed_at)s::timestamptz
          AND (t.valid_to IS NULL OR t.valid_to > %(agreed_at)s::timestamptz)
        ORDER BY t.valid_from DESC, t.id DESC LIMIT 1), 0)"""  # noqa: S608 - a column of our own statements
