"""Codes that callers write, as the ids that services take; every unknown one is named at once."""

from collections.abc import Sequence
from uuid import UUID

from packhaus.access.identity import KeyIdentity
from packhaus.access.queries.merchants import list_merchants
from packhaus.access.scope import transaction
from packhaus.api.keys import choose_merchant
from packhaus.catalog.queries.kinds import get_sku_ids
from packhaus.inbound.errors import PurchaseNotFound
from packhaus.inbound.queries.list_asns import get_asn_id
from packhaus.inbound.queries.purchases.list_purchases import find_purchase_id
from packhaus.inventory.queries.location_ids import get_location_ids
from packhaus.kernel.errors import FieldProblem, Invalid, NotFound
from packhaus.network.queries.site_ids import get_site_ids

Places = Sequence[tuple[UUID, str]]


def find_site_id(code: str) -> UUID | None:
    """Return the site with a code, None for none. Raises: NotFound. Queries: 1, 0 without a code."""
    return get_site_id(code) if code else None


def get_site_id(code: str) -> UUID:
    """Return the site with a code. Raises: NotFound. Queries: 1."""
    found = get_site_ids(codes=[code])
    if code not in found:
        raise NotFound("there is no such site", site=code)
    return found[code]


def find_asn(key: KeyIdentity, *, merchant: str, number: str) -> tuple[UUID, UUID]:
    """Return the ids of the merchant of a call and of its delivery. Queries: 1 to 2. Raises: Invalid, NotFound."""
    merchant_id = choose_merchant(key, merchant)
    return merchant_id, get_asn_id(scope=key.scope, merchant_id=merchant_id, number=number)


def find_purchase(key: KeyIdentity, *, merchant: str, number: str) -> tuple[UUID, UUID]:
    """Return the ids of the merchant of a call and of its purchase order. Queries: 1 to 2. Raises: PurchaseNotFound."""
    merchant_id = choose_merchant(key, merchant)
    order_id = find_purchase_id(scope=key.scope, merchant_id=merchant_id, number=number)
    if order_id is None:
        raise PurchaseNotFound("there is no such purchase order", number=number)
    return merchant_id, order_id


def read_merchants(key: KeyIdentity, codes: Sequence[str]) -> list[UUID]:
    """Return merchants by code. Raises: Invalid naming each that is unknown. Queries: 1."""
    found = {merchant.code: merchant.id for merchant in list_merchants(key.scope)} if codes else {}
    problems = [
        FieldProblem(f"merchants.{index}", "unknown_merchant", f"{code} does not exist")
        for index, code in enumerate(codes)
        if code not in found
    ]
    if problems:
        raise Invalid(problems)
    return [found[code] for code in codes]


def read_sites(path: str, codes: Sequence[str]) -> dict[str, UUID]:
    """Return sites by code. Raises: Invalid naming each item whose site is unknown. Queries: 1."""
    found = get_site_ids(codes=codes)
    _refuse_unknown(path, "site", [code if code not in found else "" for code in codes])
    return found


def read_skus(key: KeyIdentity, merchant_id: UUID, path: str, codes: Sequence[str]) -> dict[str, UUID]:
    """Return a merchant's SKUs by code. Raises: Invalid naming each item whose SKU is unknown. Queries: 1."""
    with transaction(key.scope):
        found = get_sku_ids(merchant_id=merchant_id, codes=sorted(set(codes)))
    _refuse_unknown(path, "sku", [code if code not in found else "" for code in codes])
    return found


def read_skus_of(
    key: KeyIdentity, path: str, named: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], UUID]:
    """Return SKUs by the codes of their merchant and their own; an empty one of its own is none.

    Raises: Invalid naming each item whose SKU is unknown, NotFound for a merchant. Queries: 1 or 2 a merchant.
    """
    skus: dict[tuple[str, str], UUID] = {}
    for merchant in sorted({merchant for merchant, code in named if code}):
        codes = [code if owner == merchant else "" for owner, code in named]
        found = read_skus(key, choose_merchant(key, merchant), path, codes)
        skus |= {(merchant, code): sku_id for code, sku_id in found.items()}
    return skus


def read_locations(key: KeyIdentity, path: str, places: Places) -> dict[tuple[UUID, str], int]:
    """Return locations by site and code. Raises: Invalid naming each item whose location is unknown. Queries: 1."""
    with transaction(key.scope):
        found = get_location_ids(places=places)
    _refuse_unknown(path, "location", ["" if place in found else place[1] for place in places])
    return {place: location.id for place, location in found.items()}


def _refuse_unknown(path: str, field: str, unknown: Sequence[str]) -> None:
    problems = [
        FieldProblem(f"{path}.{index}.{field}", f"unknown_{field}", f"{code} does not exist")
        for index, code in enumerate(unknown)
        if code
    ]
    if problems:
        raise Invalid(problems)
