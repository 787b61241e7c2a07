"""The standing cast: two merchants, two warehouses, a few SKUs, people of both merchants and of the operator.

ACME is the merchant the tests are about, BETA the stranger. Everything is written in the operator's scope.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest

from packhaus.access.models import Membership, Merchant, User
from packhaus.access.scope import Scope, transaction
from packhaus.access.types import SYSTEM, Actor, ActorKind, Role
from packhaus.catalog.models import Sku
from packhaus.inventory.models import Location
from packhaus.inventory.types import LOCATION_RULES, LocationKind
from packhaus.network.models import Site

PASSWORD = "correct horse battery"

_LOCATIONS = {
    "A-01-01": LocationKind.PICK_FACE,
    "A-01-02": LocationKind.PICK_FACE,
    "A-02-01": LocationKind.PICK_FACE,
    "R-01-01": LocationKind.RESERVE,
    "RECEIVING": LocationKind.RECEIVING,
    "TOTES": LocationKind.TOTE,
    "PACKING": LocationKind.PACKING,
    "STAGING": LocationKind.STAGING,
    "DOCK": LocationKind.DOCK,
    "RETURNS": LocationKind.RETURNS,
    "QUARANTINE": LocationKind.QUARANTINE,
    "SCRAP": LocationKind.SCRAP,
    "SUPPLIER": LocationKind.SUPPLIER,
    "CUSTOMER": LocationKind.CUSTOMER,
    "TRANSIT": LocationKind.IN_TRANSIT,
    "ADJUST": LocationKind.ADJUSTMENT,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A site and its locations by code."""

    site: Site
    locations: dict[str, int]

    @property
    def id(self) -> UUID:
        return self.site.id


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 3, 9, 0, tzinfo=UTC)  # a Tuesday


@pytest.fixture
def actor() -> Actor:
    return SYSTEM


@pytest.fixture
def operator(database: None) -> Scope:
    return Scope.operator()


@pytest.fixture
def acme(operator: Scope) -> Merchant:
    with transaction(operator):
        return Merchant.objects.create(code="ACME", name="Acme Ltd", currency="GBP", country="GB")


@pytest.fixture
def beta(operator: Scope) -> Merchant:
    with transaction(operator):
        return Merchant.objects.create(
            code="BETA", name="Beta GmbH", currency="EUR", country="DE", language="de"
        )


@pytest.fixture
def acme_scope(acme: Merchant) -> Scope:
    return Scope.merchant(acme.id)


@pytest.fixture
def beta_scope(beta: Merchant) -> Scope:
    return Scope.merchant(beta.id)


@pytest.fixture
def leeds(operator: Scope) -> Place:
    return _make_place(operator, "LEEDS", "GB", "Europe/London", 53.80, -1.55)


@pytest.fixture
def berlin(operator: Scope) -> Place:
    return _make_place(operator, "BERLIN", "DE", "Europe/Berlin", 52.52, 13.40)


@pytest.fixture
def mug(acme: Merchant) -> Sku:
    return _make_sku(acme, "MUG", "Mug, blue", 350)


@pytest.fixture
def lamp(acme: Merchant) -> Sku:
    return _make_sku(acme, "LAMP", "Lamp", 1200)


@pytest.fixture
def beta_mug(beta: Merchant) -> Sku:
    return _make_sku(beta, "MUG", "Becher, blau", 350)


@pytest.fixture
def owner(acme: Merchant) -> User:
    """Sign-in of ACME."""
    return _make_user("owner@acme.example", Role.MERCHANT, acme)


@pytest.fixture
def colleague(acme: Merchant) -> User:
    """Second sign-in of ACME: sees what the owner sees."""
    return _make_user("colleague@acme.example", Role.MERCHANT, acme)


@pytest.fixture
def stranger(beta: Merchant) -> User:
    """Sign-in of BETA: gets 404 for everything of ACME's."""
    return _make_user("stranger@beta.example", Role.MERCHANT, beta)


@pytest.fixture
def lead(operator: Scope) -> User:
    return _make_user("lead@operator.example", Role.LEAD, None)


@pytest.fixture
def associate(operator: Scope) -> User:
    return _make_user("associate@operator.example", Role.ASSOCIATE, None)


@pytest.fixture
def finance(operator: Scope) -> User:
    return _make_user("finance@operator.example", Role.FINANCE, None)


@pytest.fixture
def admin(operator: Scope) -> User:
    return _make_user("admin@operator.example", Role.ADMIN, None)


@pytest.fixture
def owner_actor(owner: User) -> Actor:
    return Actor(ActorKind.USER, str(owner.id))


def _make_place(
    operator: Scope, code: str, country: str, timezone: str, latitude: float, longitude: float
) -> Place:
    with transaction(operator):
        site = Site.objects.create(
            code=code,
            name=code.title(),
            country=country,
            timezone=timezone,
            latitude=latitude,
            longitude=longitude,
        )
        made = Location.objects.bulk_create(
            Location(
                site=site,
                code=location_code,
                kind=kind.value,
                counts_as_on_hand=LOCATION_RULES[kind].counts_as_on_hand,
                can_be_allocated=LOCATION_RULES[kind].can_be_allocated,
                walk_sequence=sequence,
            )
            for sequence, (location_code, kind) in enumerate(_LOCATIONS.items())
        )
    return Place(site, {location.code: location.id for location in made})


def _make_sku(merchant: Merchant, code: str, name: str, weight_grams: int) -> Sku:
    with transaction(Scope.operator()):
        return Sku.objects.create(
            merchant_id=merchant.id,
            code=code,
            name=name,
            name_key=name.casefold(),
            length_mm=120,
            width_mm=90,
            height_mm=100,
            weight_grams=weight_grams,
        )


def _make_user(email: str, role: Role, merchant: Merchant | None) -> User:
    with transaction(Scope.operator()):
        user = User(email=email, name=email.partition("@")[0].title())
        user.set_password(PASSWORD)
        user.save()
        Membership.objects.create(user=user, merchant=merchant, role=role.value)
    return user
