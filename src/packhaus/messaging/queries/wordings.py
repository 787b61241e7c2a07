"""What merchants say in their own words: what is said now, the draft, and every version there was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.kernel import rows
from packhaus.kernel.keyset import Key, Page, PageOf, fetch_page
from packhaus.messaging.types import WORDED_KINDS, BrandDraft, NoticeKind, Wording, WordingKey

LANGUAGES = ("en", "de", "id")
CHANNELS = ("email",)
STATES = ("standard", "own", "draft")

_NOW = """
SELECT DISTINCT ON (merchant_id, kind, language) merchant_id, kind, language, is_standard, subject, headline,
    body, button
FROM messaging_messagewording
WHERE merchant_id = ANY(%(merchant_ids)s::uuid[]) AND channel = %(channel)s AND version IS NOT NULL
ORDER BY merchant_id, kind, language, version DESC
"""
_VERSIONS = """
SELECT id, coalesce(version, 0) AS version, is_standard, revision, subject, headline, body, button, written_at,
       written_by, published_at, published_by
FROM messaging_messagewording
WHERE merchant_id = %(merchant_id)s::uuid AND kind = %(kind)s AND language = %(language)s AND channel = %(channel)s
ORDER BY messaging_messagewording.version DESC NULLS FIRST, id
"""
_BRAND = """
SELECT sender_name, colour, reply_to, footer_en, footer_de, footer_id FROM messaging_messagebrand
WHERE merchant_id = %(merchant_id)s::uuid
"""
# Every merchant has words for every kind, ours where it has written none.
_LIST = """
SELECT r.* FROM (
    SELECT m.code || '/' || k.kind || '/' || l.language || '/' || c.channel AS id, m.code AS merchant_code,
           k.turn, k.kind, l.language, c.channel, coalesce(n.subject, '') AS subject, coalesce(n.version, 0) AS version,
           n.published_at, d.written_at AS drafted_at,
           CASE WHEN d.id IS NOT NULL THEN 'draft' WHEN n.id IS NULL OR n.is_standard THEN 'standard'
                ELSE 'own' END AS state
    FROM access_merchant AS m
    CROSS JOIN unnest(%(all_kinds)s::text[]) WITH ORDINALITY AS k(kind, turn)
    CROSS JOIN unnest(%(all_languages)s::text[]) AS l(language)
    CROSS JOIN unnest(%(all_channels)s::text[]) AS c(channel)
    LEFT JOIN LATERAL (
        SELECT w.id, w.version, w.is_standard, w.subject, w.published_at FROM messaging_messagewording AS w
        WHERE w.merchant_id = m.id AND w.kind = k.kind AND w.language = l.language AND w.channel = c.channel
          AND w.version IS NOT NULL ORDER BY w.version DESC LIMIT 1
    ) AS n ON true
    LEFT JOIN messaging_messagewording AS d ON d.merchant_id = m.id AND d.kind = k.kind AND d.language = l.language
        AND d.channel = c.channel AND d.version IS NULL
    WHERE m.is_active AND m.id = ANY(%(merchant_ids)s::uuid[])
) AS r
WHERE (cardinality(%(kinds)s::text[]) = 0 OR r.kind = ANY(%(kinds)s::text[]))
  AND (cardinality(%(languages)s::text[]) = 0 OR r.language = ANY(%(languages)s::text[]))
  AND (cardinality(%(states)s::text[]) = 0 OR r.state = ANY(%(states)s::text[]))
  AND (cardinality(%(ids)s::text[]) = 0 OR r.id = ANY(%(ids)s::text[]))
"""
_KEYS = (
    Key("merchant_code", "text"), Key("turn", "bigint"), Key("language", "text"), Key("channel", "text"),
    Key("id", "text"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordingRow:
    """The words of one kind of message; `version` 0 and no subject: ours."""

    id: str
    merchant_code: str
    turn: int
    kind: str
    language: str
    channel: str
    subject: str
    version: int
    published_at: datetime | None
    drafted_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class WordingFilter:
    """What narrows the list; nothing chosen is everything of these merchants."""

    merchant_ids: Sequence[UUID]
    kinds: Sequence[str] = ()
    languages: Sequence[str] = ()
    states: Sequence[str] = ()
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class WordingVersion:
    """One version, or the draft of the next with the number 0."""

    id: UUID
    version: int
    is_standard: bool
    revision: int
    subject: str
    headline: str
    body: str
    button: str
    written_at: datetime
    written_by: str
    published_at: datetime | None
    published_by: str

    @property
    def words(self) -> Wording:
        """Return what it says."""
        return Wording(self.subject, self.headline, self.body, self.button)


def list_wordings(scope: Scope, *, wanted: WordingFilter, page: PageOf) -> Page[WordingRow]:
    """Return a page of words by merchant and kind. Queries: 2."""
    parameters = {
        "merchant_ids": list(wanted.merchant_ids), "kinds": list(wanted.kinds), "languages": list(wanted.languages),
        "states": list(wanted.states), "ids": list(wanted.ids), "all_kinds": [kind.value for kind in WORDED_KINDS],
        "all_languages": list(LANGUAGES), "all_channels": list(CHANNELS),
    }  # fmt: skip
    with transaction(scope):
        return fetch_page(WordingRow, _LIST, parameters, keys=_KEYS, page=page)


def list_versions(scope: Scope, *, key: WordingKey) -> list[WordingVersion]:
    """Return the draft, if there is one, and every version, the newest first. Queries: 1."""
    parameters = {
        "merchant_id": key.merchant_id, "kind": key.kind.value, "language": key.language, "channel": key.channel,
    }  # fmt: skip
    with transaction(scope):
        return rows.fetch_rows(WordingVersion, _VERSIONS, parameters)


def get_brand(scope: Scope, *, merchant_id: UUID) -> BrandDraft:
    """Return how a merchant's messages look; empty where nobody has said. Queries: 1."""
    with transaction(scope):
        found = rows.fetch_tuples(_BRAND, {"merchant_id": merchant_id})
    if not found:
        return BrandDraft()
    name, colour, reply_to, *footers = found[0]
    return BrandDraft(name, colour, reply_to, dict(zip(LANGUAGES, footers, strict=True)))


def list_words_of_now(*, merchant_ids: Collection[UUID], channel: str = "email") -> dict[WordingKey, Wording]:
    """Return what merchants say in their own words; what is not there is said in ours. Queries: 1."""
    found = rows.fetch_tuples(_NOW, {"merchant_ids": sorted(merchant_ids), "channel": channel})
    return {
        WordingKey(merchant_id, NoticeKind(kind), language, channel): Wording(*words)
        for merchant_id, kind, language, is_standard, *words in found
        if not is_standard
    }
