"""Orders of earlier times: written once as the owner, set-based, into a template that later runs copy."""

from collections.abc import Mapping

from packhaus.access.queries.merchants import get_merchant_by_code
from packhaus.access.scope import Scope, transaction
from packhaus.bench.cast import Cast, fill_cast
from packhaus.bench.indexes import run_side_by_side, without_indexes
from packhaus.bench.pgbench import LIMITS
from packhaus.bench.place import pointed_to, run_as_owner
from packhaus.bench.templates import ensure_migrated, ensure_template, find_environment
from packhaus.network.queries.sourcing import forget_sourcing_sites, list_sourcing_sites

TABLES = (
    "parties_contact",
    "parties_address",
    "orders_order",
    "orders_orderline",
    "orders_fulfillmentorder",
    "orders_fulfillmentline",
)


def ensure_history(orders: int, *, skus: int, on_hand: int) -> str:
    """Return the name of a template with this many earlier orders; made at the first call."""

    def fill(name: str) -> None:
        with pointed_to(name):
            cast = fill_cast(skus=skus, on_hand=on_hand)
        _write(cast, orders, find_environment(name)["DATABASE_OWNER_URL"])

    return ensure_template(f"bench_history_{orders}", fill, template=ensure_migrated())


def find_history_cast(skus: int) -> Cast:
    """Return who ordered in the past: the template's own merchant and site."""
    forget_sourcing_sites()
    merchant = get_merchant_by_code(scope=Scope.operator(), code="BENCH")
    with transaction(Scope.operator()):
        (site,) = list_sourcing_sites()
    return Cast(merchant.id, site.id, [f"SKU-{number}" for number in range(1, skus + 1)])


def _write(cast: Cast, orders: int, owner_url: str) -> None:
    values = {
        "orders": str(orders),
        "merchant": f"'{cast.merchant_id}'::uuid",
        "site": f"'{cast.site_id}'::uuid",
    }
    run_as_owner(_read_script("history.sql", values), owner_url)
    with without_indexes(owner_url, TABLES):
        sides = [[_read_script(name, values)] for name in ("history_lines.sql", "history_orders.sql")]
        run_side_by_side(owner_url, sides)
    run_as_owner("DROP TABLE past, item, past_line", owner_url)
    run_as_owner("ANALYZE", owner_url)


def _read_script(name: str, values: Mapping[str, str]) -> str:
    script = (LIMITS / name).read_text()
    for key, value in values.items():
        script = script.replace(f":{key}", value)
    return script
