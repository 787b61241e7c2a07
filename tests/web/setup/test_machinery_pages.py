"""Jobs, readers of the journal, and who did what."""

import csv
import dataclasses
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from packhaus.access import services
from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import KeyScope
from packhaus.config.subscriptions import list_subscribers
from packhaus.insight.queries.jobs import list_failed_jobs, list_tasks
from packhaus.journal.models import ParkedEntry, Subscription
from packhaus.journal.types import Fact
from packhaus.kernel import rows
from packhaus.web.audit_details import NAMES, list_details
from packhaus.web.audit_story import GROUPS, has_words, name_object, tell_deed
from packhaus.web.words_of_programs import READERS, SCOPES
from tests.web.conftest import SignIn

OPERATOR = Scope.operator()
CHANGE = "/setup/jobs/change/"


@pytest.fixture
def client(sign_in: SignIn, admin: User) -> Client:
    return sign_in(admin)


@pytest.fixture
def failed(operator: Scope) -> int:
    with transaction(operator):
        job_id: int = rows.fetch_value(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
            "VALUES ('default', 'messaging.mail_link', '{\"link_id\": \"1\"}', 'failed', 6) RETURNING id"
        )
    return job_id


@pytest.fixture
def parked(operator: Scope) -> ParkedEntry:
    with transaction(operator):
        reader = Subscription.objects.create(name="insight.index_search", transaction=7, entry=9)
        return ParkedEntry.objects.create(
            subscription=reader, recorded_on=timezone.now().date(), entry=4, aggregate_id="abc",
            error="ValueError at index_search.py:12", attempts=20,
        )  # fmt: skip


def test_a_failed_job_is_shown_and_tried_again(client: Client, failed: int) -> None:
    page = client.get(reverse("console:jobs")).content.decode()
    assert "messaging.mail_link" in page
    assert "link_id=1" in page
    client.post(CHANGE, {"do": "retry", "job": failed})
    assert list_failed_jobs(OPERATOR) == []
    [task] = [task for task in list_tasks(OPERATOR) if task.task == "messaging.mail_link"]
    assert (task.waiting, task.failed) == (1, 0)
    assert client.post(CHANGE, {"do": "retry", "job": failed}).status_code == 404


def test_all_failed_jobs_are_tried_again_at_once(client: Client, failed: int) -> None:
    client.post(CHANGE, {"do": "retry-all"})
    assert list_failed_jobs(OPERATOR) == []


def test_a_parked_entry_is_tried_again(client: Client, parked: ParkedEntry) -> None:
    assert "ValueError at index_search.py:12" in client.get(reverse("console:jobs")).content.decode()
    client.post(CHANGE, {"do": "release", "reader": parked.subscription_id, "aggregate": "abc"})
    assert ParkedEntry.objects.get(id=parked.id).attempts == 0
    answer = client.post(CHANGE, {"do": "release", "reader": parked.subscription_id, "aggregate": "other"})
    assert answer.status_code == 404


def test_a_reader_reads_again_from_a_day_on(client: Client, parked: ParkedEntry) -> None:
    today = timezone.now().date()
    form = {"do": "rewind", "reader": "insight.index_search"}
    tomorrow = (today + timedelta(days=1)).isoformat()
    for damaged in ({}, {"since": "soon"}, {"since": tomorrow}):
        assert client.post(CHANGE, form | damaged).status_code == 422
    assert Subscription.objects.get(name="insight.index_search").entry == 9
    client.post(CHANGE, form | {"since": today.isoformat()})
    assert Subscription.objects.get(name="insight.index_search").entry == 0


@pytest.mark.parametrize("form", [{}, {"do": "burn"}, {"do": "retry", "job": "x"}])
def test_a_damaged_wish_is_422(client: Client, form: dict[str, str]) -> None:
    assert client.post(CHANGE, form).status_code == 422


def test_the_audit_says_who_did_what_and_filters(client: Client, admin: User, acme: Merchant) -> None:
    client.post(
        reverse("console:change-keys"), {"name": "Shop", "merchant": str(acme.id), "scopes": ["floor"]}
    )
    url = reverse("console:audit")
    page = client.get(url).content.decode()
    assert "made an API key" in page
    assert admin.name in page
    for query, found in (
        ({"actor": str(admin.id)}, True),
        ({"actor": str(acme.id)}, False),
        ({"kind": "order_placed"}, False),
        ({"group": "rights"}, True),
        ({"group": "floor"}, False),
        ({"object": "nothing"}, False),
        ({"first": "2020-01-01", "last": "2020-02-01"}, False),
    ):
        assert ("made an API key" in client.get(url, query).content.decode()) is found, query


@pytest.mark.parametrize(
    "query", ["first=x", "first=2020-01-01", "first=2026-02-02&last=2026-02-01", "group=x"]
)
def test_a_damaged_period_is_422(client: Client, query: str) -> None:
    assert client.get(f"{reverse('console:audit')}?{query}").status_code == 422


def test_nobody_else_sees_the_machinery(lead: User, owner: User, stranger: User, sign_in: SignIn) -> None:
    for user in (lead, owner, stranger):
        client = sign_in(user)
        for name in ("jobs", "audit"):
            assert client.get(reverse(f"console:{name}")).status_code == 404
        assert client.post(CHANGE, {"do": "retry-all"}).status_code == 404


def list_facts(base: type[Fact] = Fact) -> set[str]:
    """Return every kind of fact that the product knows."""
    found = {str(base.kind)} if isinstance(base.__dict__.get("kind"), str) else set()
    return found.union(
        *(list_facts(own) for own in base.__subclasses__() if own.__module__[:8] == "packhaus")
    )


def test_every_kind_of_fact_has_a_sentence_and_a_group() -> None:
    grouped = [kind for _label, kinds in GROUPS.values() for kind in kinds]
    assert len(grouped) == len(set(grouped))
    known = list_facts()
    assert len(known) > 40
    assert [kind for kind in sorted(known) if not has_words(kind)] == []
    assert sorted(known - set(grouped)) == []


def list_fact_types(base: type[Fact] = Fact) -> list[type[Fact]]:
    own = [child for child in base.__subclasses__() if child.__module__[:8] == "packhaus"]
    return [kind for child in own for kind in (child, *list_fact_types(child))]


def test_every_object_and_every_detail_of_a_fact_has_words() -> None:
    kinds = {
        kind for fact in list_fact_types() if isinstance(kind := getattr(fact, "aggregate_kind", None), str)
    }
    assert {"order", "sku", "site"} <= kinds
    unnamed = {kind for kind in kinds if name_object(kind) == kind}
    own = {"merchant_id", "aggregate_id", "aggregate_kind"}
    fields = {field.name for fact in list_fact_types() for field in dataclasses.fields(fact)} - own
    shown = {field for field in fields if not field.endswith(("_id", "_ids"))}
    assert unnamed == set()
    assert sorted(shown - NAMES.keys()) == []


def test_every_reader_and_every_right_of_a_key_has_words() -> None:
    assert {reader.name for reader in list_subscribers()} == READERS.keys()
    assert set(KeyScope) == SCOPES.keys()


def test_details_are_words_and_leave_numbers_of_rows_out() -> None:
    told = list_details("pick_short", {"site_id": "x", "reason": "fewer", "missing": 2, "line_id": 7})
    assert [(str(name), value) for name, value in told] == [
        ("reason", "fewer than needed"),
        ("missing", "2"),
    ]
    assert list_details("order_cancelled", {"units": 4}, deed="cancelled 4 units") == []
    assert tell_deed("stock_received", {"units": 1}) == "received 1 unit"
    assert [value for _, value in list_details("cancelled", {"is_whole": True})] == ["yes"]


def name(what: str) -> str:
    return what.replace("_", " ")


def test_every_change_of_rights_has_a_sentence() -> None:
    sources = "".join(path.read_text() for path in Path(services.__file__).parent.glob("*.py"))
    told = set(re.findall(r'"((?:user|key|merchant|second_factor|recovery_codes)_[a-z_]+)"', sources))
    assert "user_created" in told
    nouns = {"user_id", "merchant_id", "key_id", "user_password", "merchant_code"}
    assert [
        what
        for what in sorted(told - nouns)
        if tell_deed("access_changed", {"what": what}) == what.replace("_", " ")
    ] == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "switched the service DHL-STD off"),
        ("de", "hat die Versandart DHL-STD ausgeschaltet"),
        ("id", "menonaktifkan layanan DHL-STD"),
    ],
)
def test_a_deed_is_told_in_the_language_of_the_person(language: str, sentence: str) -> None:
    with translation.override(language):
        assert tell_deed("service_switched", {"code": "DHL-STD", "is_active": False}) == sentence


def test_the_audit_is_exported_whole_as_it_is_filtered(client: Client, admin: User, acme: Merchant) -> None:
    for name in ("Shop", "Shop two"):
        client.post(
            reverse("console:change-keys"), {"name": name, "merchant": str(acme.id), "scopes": ["floor"]}
        )
    url = reverse("console:audit")
    assert "format=csv" in client.get(url).content.decode()
    lines = client.get(url, {"format": "csv", "group": "rights"}).getvalue().decode("utf-8-sig")
    found = list(csv.DictReader(lines.splitlines()))
    assert [row["sentence"] for row in found] == ["made an API key"] * 2
    assert {(row["actor"], row["kind"], row["merchant"]) for row in found} == {
        (admin.name, "access_changed", "ACME")
    }
    other = client.get(url, {"format": "csv", "group": "floor"}).getvalue().decode("utf-8-sig")
    assert len(other.splitlines()) == 1
