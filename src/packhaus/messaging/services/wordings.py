"""Merchants' own words: drafts, versions, and the way back to ours. Messages that are queued keep what they say."""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Actor
from packhaus.journal.services import record
from packhaus.kernel import rows
from packhaus.kernel.errors import Invalid
from packhaus.kernel.ids import new_id
from packhaus.messaging.errors import WordingChanged, WordingNotFound
from packhaus.messaging.events import WordingDiscarded, WordingDrafted, WordingPublished
from packhaus.messaging.services.check_wording import check_wording
from packhaus.messaging.types import WORDED_KINDS, Wording, WordingKey

_OF_KEY = """merchant_id = %(merchant_id)s::uuid AND kind = %(kind)s::text AND language = %(language)s::text
  AND channel = %(channel)s::text"""
# A draft that is not there has the revision 0.
_INSERT_DRAFT = """
INSERT INTO messaging_messagewording (id, merchant_id, kind, language, channel, is_standard, revision, subject,
    headline, body, button, written_at, written_by, published_by)
VALUES (%(id)s, %(merchant_id)s, %(kind)s, %(language)s, %(channel)s, false, 1, %(subject)s, %(headline)s, %(body)s,
    %(button)s, %(now)s, %(by)s, '')
ON CONFLICT (merchant_id, kind, language, channel) WHERE version IS NULL DO NOTHING
RETURNING id, revision
"""
_UPDATE_DRAFT = f"""
UPDATE messaging_messagewording
SET subject = %(subject)s, headline = %(headline)s, body = %(body)s, button = %(button)s, revision = revision + 1,
    written_at = %(now)s, written_by = %(by)s
WHERE {_OF_KEY} AND version IS NULL AND revision = %(revision)s
RETURNING id, revision
"""  # noqa: S608 - constants
_DISCARD = f"""
DELETE FROM messaging_messagewording WHERE {_OF_KEY} AND version IS NULL AND revision = %(revision)s RETURNING id
"""  # noqa: S608 - constants
_NEXT = f"(SELECT coalesce(max(version), 0) + 1 FROM messaging_messagewording WHERE {_OF_KEY})"  # noqa: S608 - constants
_PUBLISH_DRAFT = f"""
UPDATE messaging_messagewording SET version = {_NEXT}, published_at = %(now)s, published_by = %(by)s
WHERE {_OF_KEY} AND version IS NULL AND revision = %(revision)s
RETURNING id, version
"""  # noqa: S608 - constants
_PUBLISH = f"""
INSERT INTO messaging_messagewording (id, merchant_id, kind, language, channel, version, is_standard, revision,
    subject, headline, body, button, written_at, written_by, published_at, published_by)
SELECT %(id)s::uuid, %(merchant_id)s::uuid, %(kind)s::text, %(language)s::text, %(channel)s::text, {_NEXT},
    %(is_standard)s, 1, %(subject)s, %(headline)s, %(body)s, %(button)s, %(now)s, %(by)s, %(now)s, %(by)s
ON CONFLICT (merchant_id, kind, language, channel, version) DO NOTHING
RETURNING id, version
"""
_VERSION = f"""
SELECT is_standard, subject, headline, body, button FROM messaging_messagewording
WHERE {_OF_KEY} AND version = %(version)s
"""  # noqa: S608 - constants
_NO_WORDS = Wording("", "", "", "")


class _Done(NamedTuple):
    id: UUID
    number: int


def save_draft(
    *, scope: Scope, key: WordingKey, words: Wording, revision: int, now: datetime, actor: Actor
) -> int:
    """Save a draft and return its new revision; `revision` is the one that was read, 0 where there was none.

    Emits: WordingDrafted. Queries: 2. Raises: Invalid with every problem at its line; WordingChanged;
    WordingNotFound where the merchant is out of scope.
    """
    _require(scope, key)
    words = replace(words, body=_even(words.body))
    if problems := check_wording(words, key=key):
        raise Invalid(problems)
    sql = _UPDATE_DRAFT if revision else _INSERT_DRAFT
    with transaction(scope):
        done = _do(sql, key, now, actor, revision=revision, **_as_columns(words))
        fact = WordingDrafted(**_name(key), aggregate_id=done.id)
        record([fact], happened_at=now, actor=actor)
    return done.number


def discard_draft(*, scope: Scope, key: WordingKey, revision: int, now: datetime, actor: Actor) -> None:
    """Throw a draft away. Emits: WordingDiscarded. Queries: 2. Raises: WordingChanged, WordingNotFound."""
    _require(scope, key)
    with transaction(scope):
        gone = rows.fetch_tuples(_DISCARD, _as_parameters(key) | {"revision": revision})
        if not gone:
            raise WordingChanged("somebody else has changed these words meanwhile")
        fact = WordingDiscarded(**_name(key), aggregate_id=gone[0][0])
        record([fact], happened_at=now, actor=actor)


def publish_draft(*, scope: Scope, key: WordingKey, revision: int, now: datetime, actor: Actor) -> int:
    """Let messages that are queued from now on say the draft, and return its version. Emits: WordingPublished.

    Queries: 2. Raises: WordingChanged (there is no such draft any more), WordingNotFound.
    """
    _require(scope, key)
    with transaction(scope):
        done = _do(_PUBLISH_DRAFT, key, now, actor, revision=revision)
        _record_published(key, done, now, actor, is_standard=False)
    return done.number


def publish_version(*, scope: Scope, key: WordingKey, version: int, now: datetime, actor: Actor) -> int:
    """Publish what an earlier version said as the newest, and return its version; 0 is our standard words.

    Drafts stay. Emits: WordingPublished. Queries: 3, 2 for the standard. Raises: WordingChanged, WordingNotFound.
    """
    _require(scope, key)
    with transaction(scope):
        is_standard, words = _read(key, version) if version else (True, _NO_WORDS)
        done = _do(_PUBLISH, key, now, actor, id=new_id(), is_standard=is_standard, **_as_columns(words))
        _record_published(key, done, now, actor, is_standard=is_standard)
    return done.number


def _read(key: WordingKey, version: int) -> tuple[bool, Wording]:
    found = rows.fetch_tuples(_VERSION, _as_parameters(key) | {"version": version})
    if not found:
        raise WordingNotFound("there is no such version")
    is_standard, *words = found[0]
    return is_standard, Wording(*words)


def _require(scope: Scope, key: WordingKey) -> None:
    if key.kind not in WORDED_KINDS or not scope.sees(key.merchant_id):
        raise WordingNotFound("there are no such words")


def _do(sql: str, key: WordingKey, now: datetime, actor: Actor, **more: Any) -> _Done:
    parameters = _as_parameters(key) | {"id": new_id(), "now": now, "by": actor.id[:40]} | more
    done = rows.fetch_tuples(sql, parameters)
    if not done:
        raise WordingChanged("somebody else has changed these words meanwhile")
    return _Done._make(done[0])


def _record_published(
    key: WordingKey, done: _Done, now: datetime, actor: Actor, *, is_standard: bool
) -> None:
    fact = WordingPublished(**_name(key), aggregate_id=done.id, version=done.number, is_standard=is_standard)
    record([fact], happened_at=now, actor=actor)


def _name(key: WordingKey) -> dict[str, Any]:
    return {
        "merchant_id": key.merchant_id, "notice": key.kind.value, "language": key.language, "channel": key.channel,
    }  # fmt: skip


def _as_parameters(key: WordingKey) -> dict[str, Any]:
    return {
        "merchant_id": key.merchant_id, "kind": key.kind.value, "language": key.language, "channel": key.channel,
    }  # fmt: skip


def _as_columns(words: Wording) -> dict[str, str]:
    return {
        "subject": words.subject.strip(), "headline": words.headline.strip(), "body": words.body,
        "button": words.button.strip(),
    }  # fmt: skip


def _even(text: str) -> str:
    """Return the lines without what a browser puts at their ends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
