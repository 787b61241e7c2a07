import re

import pytest
from django.test import Client

from packhaus.access.models import Membership, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import Role
from tests.web.conftest import SignIn

URL = "/orders/"


def list_tabs(client: Client, url: str = URL) -> list[str]:
    page = client.get(url, follow=True).content.decode()
    return [re.sub(r"<.*", "", tab) for tab in re.findall(r'class="view-tab[^>]*>([^<]+)', page)]


def save(client: Client, name: str, query: str, **more: str) -> str:
    answer = client.post(URL, {"tab": "save-as", "name": name, "query": query, **more})
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


def test_a_filter_is_saved_under_a_name_and_opens_by_it(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    assert "Save as" in client.get(f"{URL}?country=GB").content.decode()
    url = save(client, "Britain", "country=GB&after=xyz")
    page = client.get(url).content.decode()
    assert list_tabs(client)[-1] == "Britain"
    assert 'class="view-tab is-current" href="?view=' in page
    assert "Changed" not in page
    assert "after" not in url
    changed = client.get(url + "&only=held").content.decode()
    assert "Changed" in changed
    assert 'value="save"' in changed


def test_a_changed_view_is_saved_again_and_that_is_taken_back(
    sign_in: SignIn, lead: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    url = save(client, "Britain", "country=GB")
    key = re.findall(r"view=([^&]+)", url)[0]
    page = client.post(
        URL, {"tab": "save", "key": key, "query": "country=DE", "before": "country=GB"}, follow=True
    ).content.decode()
    assert f"?view={key}&amp;country=DE" in page
    undo = re.findall(r'action="(/undo/[^"]+)"', page)[-1]
    client.post(undo)
    assert f"?view={key}&amp;country=GB" in client.get(URL).content.decode()


def test_a_personal_view_is_seen_by_its_person_and_a_shared_one_by_everybody(
    sign_in: SignIn, lead: User, admin: User, numbers: list[str]
) -> None:
    client, other = sign_in(lead), sign_in(admin)
    save(client, "Mine", "country=GB")
    url = save(client, "Ours", "country=DE", shared="on")
    assert "Mine" not in list_tabs(other)
    assert "Ours" in list_tabs(other)
    key = re.findall(r"view=([^&]+)", url)[0]
    assert other.post(URL, {"tab": "delete", "key": key}).status_code == 404
    assert "Ours" in list_tabs(client)


def test_a_view_is_deleted_and_that_is_taken_back(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    client = sign_in(lead)
    key = re.findall(r"view=([^&]+)", save(client, "Mine", "country=GB"))[0]
    page = client.post(URL, {"tab": "delete", "key": key}, follow=True).content.decode()
    assert "Mine" not in list_tabs(client)
    undo = re.findall(r'action="(/undo/[^"]+)"', page)[-1]
    client.post(undo)
    assert "Mine" in list_tabs(client)


def test_a_name_is_used_once(sign_in: SignIn, lead: User, numbers: list[str]) -> None:
    client = sign_in(lead)
    save(client, "Mine", "country=GB")
    answer = client.post(URL, {"tab": "save-as", "name": "Mine", "query": "country=DE"})
    assert answer.status_code == 409
    assert list_tabs(client).count("Mine") == 1


def test_views_are_moved_by_buttons_and_the_first_one_opens(
    sign_in: SignIn, lead: User, admin: User, numbers: list[str]
) -> None:
    client = sign_in(lead)
    before = list_tabs(client)
    client.post(URL, {"tab": "left", "key": "today"})
    assert list_tabs(client) == [before[1], before[0], *before[2:]]
    assert client.get(URL).headers["Location"].startswith("?view=today")
    assert list_tabs(sign_in(admin)) == before


def test_the_first_view_is_the_one_of_the_role(
    sign_in: SignIn, lead: User, finance: User, operator: Scope, numbers: list[str]
) -> None:
    with transaction(operator):
        Membership.objects.filter(user=finance).update(role=Role.SUPPORT.value)
    assert list_tabs(sign_in(finance))[0] == "On hold"
    assert list_tabs(sign_in(lead))[0] == "All"


@pytest.mark.parametrize(
    "url", ["/orders/", "/stock/", "/stock/locations/", "/batches/", "/waves/", "/shorts/"]
)
def test_counts_come_after_the_page_and_are_those_of_the_lists(
    sign_in: SignIn, lead: User, numbers: list[str], url: str
) -> None:
    client = sign_in(lead)
    page = client.get(f"{url}?view=all").content.decode()
    assert 'hx-get="?view=all&amp;format=counts"' in page
    tabs = client.get(f"{url}?format=counts").content.decode()
    for link, count in re.findall(r'href="([^"]+)"[^>]*>.*?view-count">(\d+)<', tabs):
        shown = client.get(url + link.replace("&amp;", "&")).content.decode()
        total = re.search(r"\d+ of (\d+) row", shown)
        assert int(count) == (int(total.group(1)) if total else 0), link
