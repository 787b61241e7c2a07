"""What is sealed is read with the installation's key, for its purpose, and unchanged, or not at all."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from packhaus.kernel.sealing import SealBroken, seal, unseal

SECRET = b"twenty random bytes."


@given(st.binary(min_size=1, max_size=64))
def test_every_secret_comes_back(secret: bytes) -> None:
    sealed = seal(secret, purpose="test")
    assert unseal(sealed, purpose="test") == secret
    assert len(secret) < 8 or secret not in sealed


def test_one_secret_sealed_twice_looks_different() -> None:
    first, second = seal(SECRET, purpose="test"), seal(SECRET, purpose="test")
    assert first != second


@pytest.mark.parametrize("at", [0, 8, 15, 16, 32, -1])
def test_a_changed_byte_is_refused(at: int) -> None:
    # The last letters of a token stand for fewer bits than they have: bytes are changed, not letters.
    sealed = bytearray(urlsafe_b64decode(seal(SECRET, purpose="test")))
    sealed[at] ^= 1
    with pytest.raises(SealBroken):
        unseal(urlsafe_b64encode(sealed), purpose="test")


@pytest.mark.parametrize("sealed", [b"", b"short", b"n" * 16, b"n" * 32])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="test")


def test_another_purpose_or_another_key_reads_nothing_and_a_former_key_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed = seal(SECRET, purpose="test")
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="something else")
    former = settings.SECRET_KEY
    monkeypatch.setattr(settings, "SECRET_KEY", "another key")
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="test")
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [former])
    assert unseal(sealed, purpose="test") == SECRET
