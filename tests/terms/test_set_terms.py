from datetime import datetime, timedelta
from pathlib import Path

import pytest

import packhaus
from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.journal.models import Entry
from packhaus.kernel.errors import Invalid, NotFound
from packhaus.terms.errors import TermStartsThen
from packhaus.terms.models import Term
from packhaus.terms.queries.get_terms import (
    forget_terms,
    get_terms,
    get_voices,
    list_term_versions,
)
from packhaus.terms.services.set_terms import set_term, set_terms
from packhaus.terms.types import KEYS, MerchantTerms, TermDraft, find_fault


def test_without_an_agreement_the_defaults_hold(acme: Merchant, acme_scope: Scope, now: datetime) -> None:
    assert get_terms(acme_scope, merchant_id=acme.id, at=now) == MerchantTerms()


def test_a_version_holds_from_its_beginning_until_the_next(
    acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    later, latest = now + timedelta(days=10), now + timedelta(days=20)
    for value, valid_from in (("ship_complete", now), ("fill_or_kill", latest), ("ship_available", later)):
        set_term(
            scope=acme_scope,
            merchant_id=acme.id,
            key="order_policy",
            value=value,
            valid_from=valid_from,
            now=now,
            actor=SYSTEM,
        )
    held = [
        get_terms(acme_scope, merchant_id=acme.id, at=now + timedelta(days=days)).order_policy
        for days in (-1, 0, 9, 10, 19, 20, 400)
    ]
    assert held == [
        "ship_available", "ship_complete", "ship_complete", "ship_available", "ship_available", "fill_or_kill",
        "fill_or_kill",
    ]  # fmt: skip
    versions = list_term_versions(acme_scope, merchant_id=acme.id)
    assert [version.valid_to for version in versions] == [later, latest, None]


def test_lists_come_back_as_tuples(acme: Merchant, acme_scope: Scope, now: datetime) -> None:
    set_term(
        scope=acme_scope,
        merchant_id=acme.id,
        key="ship_from",
        value=["LEEDS", "YORK"],
        now=now,
        actor=SYSTEM,
    )
    assert get_terms(acme_scope, merchant_id=acme.id, at=now).ship_from == ("LEEDS", "YORK")


def test_every_problem_is_told_and_nothing_is_written(
    acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    drafts = [
        TermDraft(acme.id, "order_policy", "ship_it"),
        TermDraft(acme.id, "colour", "blue"),
        TermDraft(acme.id, "cart_minutes", "30"),
        TermDraft(acme.id, "cart_minutes", 30, now - timedelta(days=1)),
        TermDraft(acme.id, "cart_minutes", 30),
    ]
    with pytest.raises(Invalid) as refused:
        set_terms(scope=acme_scope, drafts=drafts, now=now, actor=SYSTEM)
    assert {(problem.path, problem.code) for problem in refused.value.problems} == {
        ("terms.0.value", "invalid"),
        ("terms.1.key", "unknown"),
        ("terms.2.value", "invalid"),
        ("terms.3.valid_from", "past"),
    }
    with transaction(acme_scope):
        assert not Term.objects.exists()


def test_two_versions_cannot_begin_at_once(acme: Merchant, acme_scope: Scope, now: datetime) -> None:
    draft = TermDraft(acme.id, "cart_minutes", 30)
    set_terms(scope=acme_scope, drafts=[draft], now=now, actor=SYSTEM)
    with pytest.raises(TermStartsThen):
        set_terms(scope=acme_scope, drafts=[draft], now=now, actor=SYSTEM)


def test_the_journal_says_which_term_and_not_what_it_says(
    acme: Merchant, acme_scope: Scope, now: datetime
) -> None:
    set_term(
        scope=acme_scope,
        merchant_id=acme.id,
        key="support_email",
        value="anna@acme.example",
        now=now,
        actor=SYSTEM,
    )
    with transaction(acme_scope):
        assert Entry.objects.get(kind="term_set").data == {
            "key": "support_email",
            "valid_from": now.isoformat(),
        }


def test_a_stranger_finds_no_merchant(
    acme: Merchant, acme_scope: Scope, beta_scope: Scope, now: datetime
) -> None:
    get_terms(acme_scope, merchant_id=acme.id, at=now)
    with pytest.raises(NotFound):
        get_terms(beta_scope, merchant_id=acme.id, at=now)
    with pytest.raises(NotFound):
        set_term(scope=beta_scope, merchant_id=acme.id, key="cart_minutes", value=1, now=now, actor=SYSTEM)


def test_the_defaults_are_values_that_could_be_agreed_on() -> None:
    assert {key: find_fault(key, getattr(MerchantTerms(), key)) for key in KEYS} == dict.fromkeys(KEYS)


def test_words_of_messages_are_kept_as_long_as_the_terms_say(
    acme: Merchant, beta: Merchant, operator: Scope, now: datetime
) -> None:
    forget_terms()
    set_term(
        scope=operator, merchant_id=acme.id, key="retention_message_days", value=30, now=now, actor=SYSTEM
    )
    voices = get_voices(operator, merchant_ids=[acme.id, beta.id], at=now)
    assert {id_: voice.kept_days for id_, voice in voices.items()} == {acme.id: 30, beta.id: 365}


def test_no_term_is_offered_that_nothing_reads() -> None:
    sources = Path(packhaus.__file__).parent
    elsewhere = "".join(
        path.read_text()
        for path in sources.rglob("*.py")
        if path.name != "setup_merchant.py" and path.parent.name != "migrations"
    )
    assert [key for key in KEYS if f".{key}" not in elsewhere] == []
