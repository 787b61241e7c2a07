"""Calls of the API pass by everything that only pages need."""

from typing import Any

from django.test import RequestFactory

from packhaus.config import wsgi


def ask(path: str) -> tuple[str, dict[str, str]]:
    answered: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        answered.update(status=status, headers={name.lower(): value for name, value in headers})

    response: Any = wsgi.application(RequestFactory().get(path).environ, start_response)
    if hasattr(response, "close"):
        response.close()
    return answered["status"], answered["headers"]


def test_a_page_has_the_headers_of_pages_and_an_api_answer_has_not(committed: dict[str, str]) -> None:
    _, page = ask("/sign-in/")
    status, answer = ask("/api/v1/nothing-here")
    assert "content-security-policy" in page
    assert (status, answer["content-type"]) == ("404 Not Found", "application/problem+json")
    assert set(answer) == {"content-type", "content-length"}


def test_an_address_beside_the_api_is_a_page(committed: dict[str, str]) -> None:
    status, headers = ask("/api/nothing-here")
    assert status == "404 Not Found"
    assert headers["content-type"].startswith("text/html")
