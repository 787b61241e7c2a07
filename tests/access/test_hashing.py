from django.utils.module_loading import import_string

from packhaus.config import settings
from tests.harness.cast import PASSWORD


def test_an_installation_hashes_passwords_with_argon2_at_no_less_than_its_usual_cost() -> None:
    """The tests' own people have cheap hashes."""
    (path,) = settings.PASSWORD_HASHERS
    hasher = import_string(path)()
    hashed = hasher.encode(PASSWORD, hasher.salt())
    assert hashed.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert hasher.verify(PASSWORD, hashed)
    assert not hasher.verify(PASSWORD.upper(), hashed)
