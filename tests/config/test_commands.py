"""The `packhaus` command, as a process of its own."""

import json

import pytest

from tests.config.commands import run


def test_without_a_command_it_lists_them(committed: dict[str, str]) -> None:
    done = run(committed)
    assert done.returncode == 0
    assert "upkeep" in done.stdout


def test_an_unknown_command_is_refused(committed: dict[str, str]) -> None:
    assert run(committed, "chekc").returncode == 2


def test_check_says_clean_as_json(committed: dict[str, str]) -> None:
    done = run(committed, "check", "--json")
    assert (done.returncode, json.loads(done.stdout)["check"]) == (0, "clean")


def test_a_refusal_is_a_sentence_and_not_a_traceback(committed: dict[str, str]) -> None:
    done = run(committed, "create-key", "shop", "--merchant", "NOPE", "--scope", "orders:read")
    assert (done.returncode, done.stderr) == (2, "packhaus: merchant not found\n")


def test_users_and_keys_are_made_on_the_command_line(committed: dict[str, str]) -> None:
    made = run(committed, "create-user", "lead@operator.example", "--name", "Lea", "--role", "lead")
    assert made.returncode == 0, made.stderr
    assert "/invitation/" in made.stdout
    key = run(committed, "create-key", "floor", "--scope", "floor")
    assert key.stdout.startswith("ph_")


@pytest.mark.parametrize(
    "arguments", [("worker", "--one-shot"), ("upkeep", "--json"), ("migrate", "--quiet")]
)
def test_it_ends_well_when_there_is_nothing_to_do(
    committed: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = run(committed, *arguments)
    assert done.returncode == 0, done.stderr
