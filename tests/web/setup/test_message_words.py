"""The editor of words of messages, as an administrator and a merchant's person use it."""

import re
from collections.abc import Sequence
from datetime import datetime

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from packhaus.access.models import Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM
from packhaus.kernel import rows
from packhaus.messaging.services.trial_mail import send_test_mail
from packhaus.messaging.types import WORDED_KINDS, Delivered, Mail, NoticeKind, Outcome, WordingKey
from packhaus.terms.services.set_terms import set_terms
from packhaus.terms.types import TermDraft
from tests.web.conftest import SignIn

LIST = "/setup/messages/templates/"
URL = f"{LIST}ACME/order_confirmed/de/email/"
WORDS = {
    "subject": "{shop}: {order}",
    "headline": "Danke",
    "body": "Hallo {name}",
    "button": "Ansehen",
    "revision": "0",
}


@pytest.fixture
def client(sign_in: SignIn, admin: User, acme: Merchant) -> Client:
    return sign_in(admin)


def test_words_are_drafted_tested_published_compared_taken_back_and_reset(
    client: Client, admin: User, acme: Merchant, operator: Scope, now: datetime
) -> None:
    assert b"Wir haben Ihre Bestellung {order}" in client.get(URL).content
    saved = client.post(URL, WORDS | {"do": "test"}, follow=True)
    assert b"A test mail is on its way" in saved.content
    with transaction(operator):
        [task] = rows.fetch_tuples(
            "SELECT args FROM procrastinate_jobs WHERE task_name = 'messaging.mail_test'"
        )
    assert "@" not in str(task)
    box: list[Mail] = []

    class Box:
        batch_size = 1

        def deliver(self, mails: Sequence[Mail]) -> list[Outcome]:
            box.extend(mails)
            return [Outcome(Delivered.SENT)]

    key = WordingKey(acme.id, NoticeKind.ORDER_CONFIRMED, "de")
    assert send_test_mail(key=key, user_id=admin.id, backend=Box(), now=now)
    assert (box[0].recipient, box[0].subject) == (admin.email, f"Probe: {acme.name}: SO-100234")
    published = client.post(URL, WORDS | {"revision": "1", "do": "publish"}, follow=True).content.decode()
    assert "It is published." in published
    again = client.post(URL, WORDS | {"revision": "0", "do": "publish"}, follow=True)
    assert b"exactly this already" in again.content
    [undo] = re.findall(r'action="(/undo/[^"]+)"', published)
    client.post(undo, follow=True)
    compared = client.get(f"{URL}?compare=1").content.decode()
    assert "<del>{shop}: {order}</del>" in compared
    client.post(f"{URL}turn/", {"do": "restore", "version": "1", "revision": "0"})
    assert b"{shop}: {order}" in client.get(URL).content
    stale = client.post(f"{URL}turn/", {"do": "restore", "version": "1", "revision": "0"})
    assert stale.status_code == 409
    client.post(f"{URL}turn/", {"do": "discard", "revision": "1"})
    assert b"Wir haben Ihre Bestellung {order}" in client.get(URL).content


def test_a_fault_stands_at_its_field_and_line_and_what_was_written_stays(client: Client) -> None:
    answer = client.post(URL, WORDS | {"body": "Hallo\n{ordr} <script>", "do": "publish"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "line 2: there is no placeholder {ordr}; did you mean {order}?" in page
    assert "{ordr} &lt;script&gt;" in page
    preview = client.post(f"{URL}preview/", WORDS | {"body": "{ordr}"})
    assert "did you mean {order}?" in preview.content.decode()
    fine = client.post(f"{URL}preview/", WORDS | {"body": "<script>{name}"})
    assert "<script>" not in fine.content.decode()
    assert "sandbox" in fine["Content-Security-Policy"]


@pytest.mark.parametrize(
    "at", ["ACME/recall/de/email", "ACME/order_confirmed/fr/email", "NOBODY/order_confirmed/de/email"]
)
def test_what_cannot_be_worded_is_not_there(client: Client, at: str) -> None:
    assert client.get(f"{LIST}{at}/").status_code == 404


def test_a_merchants_person_words_only_its_own_and_only_where_its_terms_say_so(
    owner: User, sign_in: SignIn, acme: Merchant, beta: Merchant, operator: Scope, now: datetime
) -> None:
    client = sign_in(owner)
    assert client.get(f"{LIST}{beta.code}/order_confirmed/de/email/").status_code == 404
    assert b"Ask them to let you" in client.get(URL).content
    assert client.post(URL, WORDS | {"do": "publish"}).status_code == 404
    assert client.post("/setup/messages/templates/ACME/", {"sender_name": "X"}).status_code == 404
    set_terms(
        scope=operator, drafts=[TermDraft(acme.id, "words_messages", value=True)], now=now, actor=SYSTEM
    )
    assert b"It is published" in client.post(URL, WORDS | {"do": "publish"}, follow=True).content
    assert (
        b"It is saved"
        in client.post("/setup/messages/templates/ACME/", {"sender_name": "Tea"}, follow=True).content
    )
    assert (
        client.post("/setup/messages/templates/ACME/", {"has_colour": "on", "colour": "#ffffff"}).status_code
        == 422
    )


def test_the_list_searches_narrows_exports_and_resets_many(client: Client, acme: Merchant) -> None:
    client.post(URL, WORDS | {"do": "publish"})
    rows_of_own = client.get(f"{LIST}?state=own").content.decode().count("<tr data-href")
    assert rows_of_own == 1
    assert client.get(f"{LIST}?q=link").content.decode().count("<tr data-href") == 3
    exported = b"".join(client.get(f"{LIST}?format=csv"))
    assert exported.count(b"\n") == 3 * len(WORDED_KINDS) + 1
    reset = {"do": "reset", "selected": ["ACME/order_confirmed/de/email"]}
    done = client.post(LIST, reset, follow=True).content.decode()
    assert "1 message says our standard words again." in done
    [undo] = re.findall(r'action="(/undo/[^"]+)"', done)
    client.post(undo)
    assert client.get(f"{LIST}?state=own").content.decode().count("<tr data-href") == 1


def test_words_are_written_seen_at_once_and_published_in_a_browser(
    browser: Browser, address: str, admin: User, acme: Merchant, operator: Scope, sign_in: SignIn
) -> None:
    """Over 5 s: a browser, and a server of its own."""
    cookie = sign_in(admin).cookies["sessionid"].value
    context = browser.new_context(locale="en-GB")
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(address + URL)
    frame = page.frame_locator("iframe[name=wording-preview]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Vielen Dank für Ihre Bestellung")
    page.get_by_label("Headline").fill("Danke, Tee kommt")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Danke, Tee kommt")
    expect(page.get_by_label("Headline")).to_be_focused()
    page.get_by_label("Subject").fill("Bestellung {ordr}")
    expect(frame.get_by_role("listitem")).to_contain_text("{order}")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("#problems")).to_contain_text("did you mean {order}?")
    page.get_by_label("Subject").fill("Bestellung {order}")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("It is published.")).to_be_visible()
    expect(page.locator("#versions")).to_contain_text("Bestellung {order}")
    page.go_back()
    expect(page.locator("#versions")).to_be_visible()
    context.close()
