"""Merchants' own words: drafts, versions, what a mail then says, and what nobody may write."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy

import pytest

from packhaus.access.models import Merchant
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel.errors import Invalid
from packhaus.kernel.keyset import PageOf
from packhaus.messaging.errors import WordingChanged, WordingNotFound
from packhaus.messaging.mime import write_mail
from packhaus.messaging.models import MessageBody
from packhaus.messaging.queries.wordings import (
    WordingFilter,
    get_brand,
    list_versions,
    list_wordings,
)
from packhaus.messaging.services.brand import save_brand
from packhaus.messaging.services.send import send_queued
from packhaus.messaging.services.wordings import (
    discard_draft,
    publish_draft,
    publish_version,
    save_draft,
)
from packhaus.messaging.types import (
    BrandDraft,
    Delivered,
    Mail,
    Notice,
    NoticeKind,
    Outcome,
    Wording,
    WordingKey,
)
from tests.messaging.conftest import Tell

WORDS = Wording(
    "{shop}: order {order}", "Tea & <b>thanks</b>", "Dear {name},\n{waiting}\nPay {due}.\n{link}", "Look"
)


@pytest.fixture
def key(acme: Merchant) -> WordingKey:
    return WordingKey(acme.id, NoticeKind.ORDER_CONFIRMED, "de")


def publish(scope: Scope, key: WordingKey, words: Wording, now: datetime) -> int:
    revision = save_draft(scope=scope, key=key, words=words, revision=0, now=now, actor=SYSTEM)
    return publish_draft(scope=scope, key=key, revision=revision, now=now, actor=SYSTEM)


def read_last(operator: Scope) -> MessageBody:
    with transaction(operator):
        return MessageBody.objects.order_by("-message_id")[0]


def test_a_draft_says_nothing_until_it_is_published_and_standard_words_come_back(
    key: WordingKey, operator: Scope, tell: Tell, now: datetime
) -> None:
    revision = save_draft(scope=operator, key=key, words=WORDS, revision=0, now=now, actor=SYSTEM)
    tell(fact="a:1")
    assert "SO-7" in read_last(operator).subject
    assert "Tea" not in read_last(operator).text
    assert publish_draft(scope=operator, key=key, revision=revision, now=now, actor=SYSTEM) == 1
    tell(fact="a:2")
    said = read_last(operator)
    assert said.subject.endswith(": order SO-7")
    assert "Dear Anna Schmidt," in said.text
    assert "Pay" not in said.text  # nothing is due on delivery: no hole, no line
    assert "wartet auf Ware" in said.text or "Bestellung wartet" in said.text  # ours, in German
    assert "Tea &amp; &lt;b&gt;thanks" in said.html
    assert '<a href="http://localhost:8000/t/token"' in said.html
    assert publish_version(scope=operator, key=key, version=0, now=now, actor=SYSTEM) == 2
    tell(fact="a:3")
    assert "Tea" not in read_last(operator).text
    assert publish_version(scope=operator, key=key, version=1, now=now, actor=SYSTEM) == 3
    versions = list_versions(operator, key=key)
    assert [(one.version, one.is_standard) for one in versions] == [(3, False), (2, True), (1, False)]
    assert versions[0].words == versions[2].words


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"subject": "Hi {naem}"}, "subject"),
        ({"subject": "Hi {name}"}, "subject"),  # may be empty
        ({"subject": "Hi\r\nBcc: all@example.com"}, "subject"),
        ({"headline": "{order.__class__.__mro__}"}, "headline"),
        ({"body": "a\n{% include 'x' %}"}, "body"),
        ({"body": "javascript:alert(1)"}, "body"),
        ({"body": " \n "}, "body"),
        ({"body": "x\n" * 61}, "body"),
        ({"button": "x" * 41}, "button"),
    ],
)
def test_what_could_go_wrong_is_refused_when_it_is_written(
    key: WordingKey, operator: Scope, now: datetime, changes: dict[str, str], path: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save_draft(
            scope=operator, key=key, words=replace(WORDS, **changes), revision=0, now=now, actor=SYSTEM
        )
    assert {problem.path for problem in refused.value.problems} == {path}
    assert list_versions(operator, key=key) == []


def test_two_who_write_at_once_do_not_write_over_each_other(
    key: WordingKey, operator: Scope, now: datetime
) -> None:
    first = save_draft(scope=operator, key=key, words=WORDS, revision=0, now=now, actor=SYSTEM)
    with pytest.raises(WordingChanged):
        save_draft(scope=operator, key=key, words=WORDS, revision=0, now=now, actor=SYSTEM)
    second = save_draft(scope=operator, key=key, words=WORDS, revision=first, now=now, actor=SYSTEM)
    for deed in (discard_draft, publish_draft):
        with pytest.raises(WordingChanged):
            deed(scope=operator, key=key, revision=first, now=now, actor=SYSTEM)
    discard_draft(scope=operator, key=key, revision=second, now=now, actor=SYSTEM)
    with pytest.raises(WordingChanged):
        publish_draft(scope=operator, key=key, revision=second, now=now, actor=SYSTEM)
    assert list_versions(operator, key=key) == []


def test_a_stranger_neither_reads_nor_writes_and_recalls_are_worded_by_nobody(
    key: WordingKey, acme_scope: Scope, beta_scope: Scope, now: datetime
) -> None:
    publish(acme_scope, key, WORDS, now)
    assert list_versions(beta_scope, key=key) == []
    with pytest.raises(WordingNotFound):
        save_draft(scope=beta_scope, key=key, words=WORDS, revision=0, now=now, actor=SYSTEM)
    with pytest.raises(WordingNotFound):
        publish_version(scope=beta_scope, key=key, version=1, now=now, actor=SYSTEM)
    recall = replace(key, kind=NoticeKind.RECALL)
    with pytest.raises(WordingNotFound):
        save_draft(scope=acme_scope, key=recall, words=WORDS, revision=0, now=now, actor=SYSTEM)


def test_the_list_has_every_kind_with_what_became_of_it(
    key: WordingKey, acme: Merchant, operator: Scope, now: datetime
) -> None:
    publish(operator, key, WORDS, now)
    save_draft(
        scope=operator, key=replace(key, language="id"), words=WORDS, revision=0, now=now, actor=SYSTEM
    )
    wanted = WordingFilter(merchant_ids=[acme.id], kinds=["order_confirmed"])
    page = list_wordings(operator, wanted=wanted, page=PageOf())
    assert [(row.language, row.state, row.version) for row in page.rows] == [
        ("de", "own", 1),
        ("en", "standard", 0),
        ("id", "draft", 0),
    ]
    first = list_wordings(operator, wanted=WordingFilter([acme.id]), page=PageOf(size=5))
    rest = list_wordings(operator, wanted=WordingFilter([acme.id]), page=PageOf(after=first.older_key))
    assert len(first.rows) + len(rest.rows) == first.total


class _Box:
    """A backend that keeps mails as bytes."""

    batch_size = 10

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
        self.sent += [write_mail(mail, "Packhaus <post@example.com>") for mail in mails]
        return [Outcome(Delivered.SENT) for _ in mails]


def test_a_brand_names_colours_and_signs_the_mail_and_says_who_answers(
    acme: Merchant, operator: Scope, tell: Tell, now: datetime
) -> None:
    draft = BrandDraft("Tea\u00e9 Co", "#7A1F5C", "help@tea.example", {"de": "Tee GmbH\nBerlin <1>"})
    save_brand(scope=operator, merchant_id=acme.id, draft=draft, now=now, actor=SYSTEM)
    assert get_brand(operator, merchant_id=acme.id).colour == "#7a1f5c"
    tell()
    body = read_last(operator)
    assert "#7a1f5c" in body.html
    assert "Berlin &lt;1&gt;" in body.html
    assert "Tee GmbH\nBerlin <1>" in body.text
    box = _Box()
    send_queued(backend=box, now=now)
    mail = message_from_bytes(box.sent[0], policy=policy.default)
    assert mail["Reply-To"] == "help@tea.example"
    assert mail["From"].addresses[0].display_name == "Tea\u00e9 Co"


@pytest.mark.parametrize(
    "draft",
    [
        BrandDraft(colour="#ffee00"),  # white on yellow
        BrandDraft(colour="red"),
        BrandDraft(reply_to="a@b.example\r\nBcc: c@d.example"),
        BrandDraft(sender_name="Tea\r\nBcc: x"),
        BrandDraft(footers={"en": "{order}"}),
        BrandDraft(footers={"en": "http://x.example"}),
    ],
)
def test_a_brand_that_nobody_could_read_or_that_adds_headers_is_refused(
    acme: Merchant, operator: Scope, now: datetime, draft: BrandDraft
) -> None:
    with pytest.raises(Invalid):
        save_brand(scope=operator, merchant_id=acme.id, draft=draft, now=now, actor=SYSTEM)
    assert get_brand(operator, merchant_id=acme.id) == BrandDraft()


def test_a_shopper_whose_name_looks_like_a_place_stays_one(
    key: WordingKey, operator: Scope, notice: Notice, tell: Tell, make_contact: object, now: datetime
) -> None:
    assert callable(make_contact)
    publish(operator, key, WORDS, now)
    tell(contact_id=make_contact(name="{link} <script> https://evil.example"))
    body = read_last(operator)
    assert "Dear {link} <script> https://evil.example," in body.text
    assert 'href="https://evil' not in body.html
    assert "<script" not in body.html
