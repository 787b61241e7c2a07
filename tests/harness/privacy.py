"""The journal and the ledger outlive people, so they hold ids, codes and figures and nothing that names one."""

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows

# A code has no blank and no @; what a person is called, or wrote, nearly always has one.
_WORDS = """
SELECT e.kind, leaf.value #>> '{}'
FROM journal_entry AS e, jsonb_path_query(e.data, 'strict $.**') AS leaf(value)
WHERE jsonb_typeof(leaf.value) = 'string'
  AND ((leaf.value #>> '{}') ~ '[[:space:]@]' OR (leaf.value #>> '{}') ~ '^[+][1-9][0-9]{6,14}$')
LIMIT 5
"""
_NAMED = """
SELECT e.kind, e.data::text
FROM journal_entry AS e
JOIN parties_contact AS c ON c.merchant_id = e.merchant_id AND (
    (c.email <> '' AND strpos(e.data::text, c.email) > 0) OR (c.phone <> '' AND strpos(e.data::text, c.phone) > 0)
    OR (length(c.name) > 3 AND strpos(e.data::text, c.name) > 0)
)
LIMIT 5
"""
_LEDGER = """
SELECT reason, document_kind, document_id FROM inventory_movement
WHERE reason ~ '[[:space:]@]' OR document_kind ~ '[[:space:]@]' OR document_id ~ '[[:space:]@]'
LIMIT 5
"""
_KEYS = """
SELECT route, key, created_ids::text FROM journal_idempotencyrecord WHERE created_ids::text ~ '[@]' LIMIT 5
"""


def assert_nobody_is_named(*, compare_contacts: bool = True) -> None:
    """Fail with the first rows that hold words, addresses or numbers of people.

    `compare_contacts` looks for every known contact in every entry, which is too much for a million of them.
    """
    with transaction(Scope.operator()):
        for sql in (_WORDS, _LEDGER, _KEYS, *([_NAMED] if compare_contacts else [])):
            assert rows.fetch_tuples(sql) == []
