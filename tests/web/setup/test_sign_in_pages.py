"""Coming in: by password, with a second factor, by a link from a mail; and going out everywhere."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from packhaus.access.models import SecondFactor, SignInLink, User
from packhaus.access.queries.sign_in import has_second_factor
from packhaus.access.scope import Scope
from packhaus.access.services.links import ask_for_reset, make_link, mint_link
from packhaus.access.services.users import set_password, set_user_active
from packhaus.access.types import SYSTEM, Actor, LinkPurpose
from tests.harness.cast import PASSWORD
from tests.web.conftest import SignIn

NEW = "another long enough phrase"


def give_password(client: Client, user: User, password: str = PASSWORD) -> str:
    answer = client.post(reverse("sign-in"), {"username": user.email, "password": password})
    return answer.headers.get("Location", "")


def enrol(client: Client, user: User) -> tuple[str, list[str]]:
    """Set a second factor up as a person does, and return its secret and the recovery codes."""
    page = client.get(reverse("set-up-second-factor")).content.decode()
    [shown] = re.findall(r'<code class="enrolment-secret" data-copy>([^<]+)</code>', page)
    secret = shown.replace(" ", "")
    assert 'src="data:image/svg+xml;base64,' in page
    answer = client.post(reverse("set-up-second-factor"), {"code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<li><code>([^<]+)</code></li>", answer.content.decode())
    assert len(codes) == 10
    return secret, codes


def next_code(secret: str) -> str:
    """Return the code of the next thirty seconds: the one of these was used to set it up."""
    return pyotp.TOTP(secret).at(timezone.now() + timedelta(seconds=30))


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_with_a_second_factor_the_password_alone_signs_nobody_in(admin: User, sign_in: SignIn) -> None:
    secret, _ = enrol(sign_in(admin), admin)
    client = Client()
    assert give_password(client, admin) == reverse("second-factor")
    assert not is_in(client)
    wrong = client.post(reverse("second-factor"), {"code": "000000"})
    assert wrong.status_code == 422
    assert not is_in(client)
    before = client.session.session_key
    answer = client.post(reverse("second-factor"), {"code": next_code(secret)})
    assert answer.headers["Location"] == "/"
    assert is_in(client)
    assert client.session.session_key != before


def test_the_codes_are_shown_once_and_one_signs_in_without_the_device(admin: User, sign_in: SignIn) -> None:
    keeper = sign_in(admin)
    _, codes = enrol(keeper, admin)
    assert codes[0] not in keeper.get(reverse("account")).content.decode()
    client = Client()
    give_password(client, admin)
    client.post(reverse("second-factor"), {"code": codes[0]})
    assert is_in(client)


def test_setting_it_up_ends_sessions_elsewhere(admin: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(admin), sign_in(admin)
    enrol(here, admin)
    assert is_in(here)
    assert not is_in(elsewhere)


def test_guessing_codes_is_429_and_a_forgotten_step_starts_again(admin: User, sign_in: SignIn) -> None:
    enrol(sign_in(admin), admin)
    client = Client()
    assert client.get(reverse("second-factor")).headers["Location"] == reverse("sign-in")
    give_password(client, admin)
    for _ in range(5):
        client.post(reverse("second-factor"), {"code": "1"})
    assert client.post(reverse("second-factor"), {"code": "1"}).status_code == 429
    session = client.session
    session["waits_for_second_factor"] = session["waits_for_second_factor"] | {"since": 0}
    session.save()
    assert client.get(reverse("second-factor")).headers["Location"] == reverse("sign-in")


def test_a_password_that_was_changed_meanwhile_is_no_first_step(
    admin: User, operator: Scope, sign_in: SignIn, now: datetime, actor: Actor
) -> None:
    secret, _ = enrol(sign_in(admin), admin)
    thief = Client()
    give_password(thief, admin)
    set_password(user_id=admin.id, password=NEW, now=now, actor=actor)
    answer = thief.post(reverse("second-factor"), {"code": next_code(secret)})
    assert answer.headers["Location"] == reverse("sign-in")
    assert not is_in(thief)


def test_whom_the_operator_asks_for_it_sees_nothing_else_before(
    admin: User, lead: User, sign_in: SignIn, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = frozenset({"admin"})
    client = sign_in(admin)
    page = reverse("set-up-second-factor")
    for url in ("/", "/setup/users/", "/account/", "/orders/"):
        assert client.get(url).headers["Location"] == page, url
    assert (
        client.post(reverse("console:change-keys"), {"name": "Shop", "scopes": ["bulk"]}).status_code == 302
    )
    assert client.get(page).status_code == 200
    enrol(client, admin)
    assert client.get("/setup/users/").status_code == 200
    answer = client.get("/account/").content.decode()
    assert 'value="remove"' not in answer
    assert sign_in(lead).get("/account/").status_code == 200


def test_an_administrator_takes_it_away_and_the_person_signs_in_again(
    admin: User, lead: User, sign_in: SignIn
) -> None:
    theirs = sign_in(lead)
    enrol(theirs, lead)
    sign_in(admin).post(reverse("console:user", args=[lead.id]), {"do": "reset-second-factor"})
    assert not has_second_factor(lead.id)
    assert not is_in(theirs)
    client = Client()
    assert give_password(client, lead) == "/"


def test_nobody_but_an_administrator_resets_it(
    lead: User, owner: User, stranger: User, sign_in: SignIn
) -> None:
    enrol(sign_in(owner), owner)
    for user in (lead, stranger, owner):
        url = reverse("console:user", args=[owner.id])
        now_known = User.objects.get(id=user.id)
        assert sign_in(now_known).post(url, {"do": "reset-second-factor"}).status_code == 404
    assert SecondFactor.objects.filter(user=owner).exists()


@pytest.fixture
def invited(operator: Scope, actor: Actor) -> tuple[User, str]:
    from packhaus.access.services.users import create_user
    from packhaus.access.types import Role

    user_id = create_user(
        scope=operator, email="dewi@operator.example", name="dewi", roles=[Role.LEAD], language="id",
        now=timezone.now(), actor=actor,
    )  # fmt: skip
    minted = make_link(
        scope=operator, user_id=user_id, purpose=LinkPurpose.INVITATION, now=timezone.now(), actor=SYSTEM
    )
    return User.objects.get(id=user_id), minted.path


def test_an_invited_person_says_the_name_sets_a_password_and_is_in(
    invited: tuple[User, str], client: Client
) -> None:
    user, path = invited
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(path, {"name": "Dewi", "password": "short"}).status_code == 422
    assert client.post(path, {"name": "Dewi Lestari", "password": NEW}).headers["Location"] == "/"
    assert is_in(client)
    assert User.objects.get(id=user.id).name == "Dewi Lestari"
    assert client.cookies["packhaus_language"].value == "id"
    assert Client().get(path).status_code == 410


@pytest.mark.parametrize("damage", ["x", ""])
def test_a_damaged_link_says_so_and_changes_nothing(
    invited: tuple[User, str], client: Client, damage: str
) -> None:
    user, path = invited
    answer = client.post(path[:-3] + damage, {"name": "X", "password": NEW})
    assert answer.status_code == 410
    assert User.objects.get(id=user.id).name == "dewi"


def test_a_forgotten_password_is_answered_alike_for_every_address(owner: User, client: Client) -> None:
    url = reverse("forgotten")
    assert client.get(url).status_code == 200
    answers = [client.post(url, {"email": email}) for email in (owner.email, "nobody@acme.example")]
    pages = {re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode()) for answer in answers}
    assert len(pages) == 1
    assert [answer.status_code for answer in answers] == [200, 200]
    assert client.post(url, {"email": "nonsense"}).status_code == 422


def test_a_new_password_ends_sessions_and_still_asks_for_the_second_factor(
    owner: User, sign_in: SignIn, client: Client
) -> None:
    before = sign_in(owner)
    secret, _ = enrol(before, owner)
    ask_for_reset(email=owner.email, now=timezone.now())
    minted = mint_link(link_id=SignInLink.objects.get(user=owner).id, now=timezone.now())
    assert minted is not None
    assert client.post(minted.path, {"password": NEW}).headers["Location"] == reverse("second-factor")
    assert not is_in(client)
    assert not is_in(before)
    client.post(reverse("second-factor"), {"code": next_code(secret)})
    assert is_in(client)


def test_changing_the_own_password_keeps_this_session_and_ends_the_others(
    owner: User, sign_in: SignIn
) -> None:
    here, elsewhere = sign_in(owner), sign_in(owner)
    url = reverse("change-account")
    refused = here.post(url, {"do": "password", "old": "wrong", "password": NEW})
    assert refused.status_code == 422
    assert is_in(elsewhere)
    here.post(url, {"do": "password", "old": PASSWORD, "password": NEW})
    assert is_in(here)
    assert not is_in(elsewhere)
    assert give_password(Client(), owner, NEW) == "/"


def test_signing_out_everywhere_leaves_this_session(owner: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(owner), sign_in(owner)
    here.post(reverse("change-account"), {"do": "sign-out"})
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_person_shut_out_is_out_at_once_and_old_sessions_stay_ended(
    owner: User, sign_in: SignIn, operator: Scope, now: datetime, actor: Actor
) -> None:
    client = sign_in(owner)
    assert is_in(client)
    for is_active in (False, True):
        set_user_active(scope=operator, user_id=owner.id, is_active=is_active, now=now, actor=actor)
        assert not is_in(client)


def test_a_session_gets_a_new_name_at_sign_in(owner: User) -> None:
    client = Client()
    client.get(reverse("sign-in"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    give_password(client, owner)
    assert client.session.session_key != session.session_key


@pytest.mark.parametrize("language", ["en", "de", "id"])
def test_the_pages_speak_three_languages(owner: User, sign_in: SignIn, language: str) -> None:
    for client, urls in (
        (Client(), [reverse("sign-in"), reverse("forgotten")]),
        (sign_in(owner), [reverse("account"), reverse("set-up-second-factor")]),
    ):
        client.cookies["packhaus_language"] = language
        for url in urls:
            page = client.get(url).content.decode()
            assert f'lang="{language}"' in page
            assert "<c-" not in page
            assert len(re.findall(r"\bbtn-primary\b(?!-)", page)) == 1, url


def test_guessing_the_old_password_is_counted_as_at_the_door(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    wrong = {"do": "password", "old": "guess", "password": "another-long-password"}
    statuses = [client.post(reverse("change-account"), wrong).status_code for _ in range(11)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
