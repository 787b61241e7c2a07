"""From plans to the records that the statement writes."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson

from packhaus.decide.promising import Exclusion, PromiseOutcome
from packhaus.kernel.blocks import IdBlocks
from packhaus.kernel.ids import new_id_texts
from packhaus.network.queries.places import Located
from packhaus.network.queries.sourcing import SourcingSite
from packhaus.orders.services.place.prepare import PreparedLine
from packhaus.orders.services.place.surroundings import Surroundings
from packhaus.orders.types import OrderDraft
from packhaus.shipping.queries.service_choice import choose_service
from packhaus.shipping.queries.transit_times import as_place

_LINE_IDS = IdBlocks("orders_line_block")
_NUMBERS = IdBlocks("orders_number_block", size=20)

Record = dict[str, Any]

_IDS_PER_ORDER = 3  # order, contact, address; one more for each site that ships


def take_line_ids(count: int) -> list[int]:
    """Return ids for lines that will be written. Queries: 0 or 1."""
    return _LINE_IDS.take(count)


class Ids(NamedTuple):
    """Ids of lines and numbers of orders, at least as many as are planned; spare ones are lost."""

    lines: list[int]
    numbers: list[int]


def take_ids(*, orders: int, lines: int) -> Ids:
    """Return ids for rows that will be written. Queries: 0 to 2."""
    return Ids(_LINE_IDS.take(lines), _NUMBERS.take(orders))


class PlannedOrder(NamedTuple):
    """A draft with its lines and what stock said to them."""

    draft: OrderDraft
    lines: list[PreparedLine]
    outcome: PromiseOutcome
    located: Located


@dataclass(slots=True)
class Records:
    """Rows of every table, as the statement's parameters name them; a row names its SKU by its place in `skus`."""

    skus: dict[str, int] = field(default_factory=dict)
    orders: list[Record] = field(default_factory=list)
    contacts: list[Record] = field(default_factory=list)
    addresses: list[Record] = field(default_factory=list)
    lines: list[Record] = field(default_factory=list)
    fulfillments: list[Record] = field(default_factory=list)
    promises: list[Record] = field(default_factory=list)
    demands: list[Record] = field(default_factory=list)
    holds: list[Record] = field(default_factory=list)
    facts: list[Record] = field(default_factory=list)

    def number_sku(self, sku_id: str) -> int:
        """Return the SKU's place, counted from 1."""
        return self.skus.setdefault(sku_id, len(self.skus) + 1)

    def add(self, other: "Records", *, skus: Sequence[int]) -> None:
        """Add another's rows; `skus` says where each of its SKUs stands here."""
        for name in _TABLES:
            rows = getattr(other, name)
            if name in _OF_SKUS:
                rows = [{**row, "sku": skus[row["sku"] - 1]} for row in rows]
            getattr(self, name).extend(rows)

    def as_json(self) -> dict[str, bytes | None]:
        """Return one JSON text per table, None for a rare one without rows."""
        tables = ((name, getattr(self, name)) for name in _TABLES)
        return {
            name: orjson.dumps(records) if records or name not in _RARE else None for name, records in tables
        }


_TABLES = (
    "contacts",
    "addresses",
    "orders",
    "lines",
    "fulfillments",
    "promises",
    "demands",
    "holds",
    "facts",
)
_RARE = ("demands", "holds")
_OF_SKUS = ("lines", "promises", "demands")


def build_records(
    planned: Sequence[PlannedOrder],
    *,
    surroundings: Surroundings,
    ids: Ids,
    now: datetime,
) -> Records:
    """Return every row of these orders; every id is known, nothing is joined and no database asked."""
    records = Records()
    line_ids = iter(ids.lines)
    row_ids = iter(new_id_texts(sum(_IDS_PER_ORDER + len(order.outcome.winners) for order in planned)))
    for order, number in zip(planned, ids.numbers, strict=False):
        _OrderWriter(order, f"SO-{number}", records, surroundings, now, row_ids).write(line_ids)
    return records


class _OrderWriter:
    """Write one order's rows."""

    def __init__(
        self,
        order: PlannedOrder,
        number: str,
        records: Records,
        surroundings: Surroundings,
        now: datetime,
        row_ids: Iterator[str],
    ) -> None:
        self.row_ids = row_ids
        self.order, self.draft, self.outcome = order, order.draft, order.outcome
        self.number, self.records, self.surroundings, self.now = number, records, surroundings, now
        self.id = next(row_ids)
        self.placed_at = order.draft.placed_at.isoformat()
        self.is_held = bool(order.draft.hold_reasons)
        self.service = choose_service(
            surroundings.services,
            wanted=self.draft.service_code,
            country=self.draft.address.country,
            is_cod=self.draft.payment_term == "cod",
        )

    def write(self, line_ids: Iterator[int]) -> None:
        ids = {line.position: next(line_ids) for line in self.order.lines}
        recipient = self._write_recipient()
        self._write_lines(ids)
        last = self._write_fulfillments(ids)
        self._write_demands(ids)
        self._write_order(recipient, last)
        self._write_facts()

    def _write_recipient(self) -> tuple[str, str]:
        contact, address, located = self.draft.contact, self.draft.address, self.order.located
        contact_id, address_id = next(self.row_ids), next(self.row_ids)
        self.records.contacts.append(
            {
                "id": contact_id, "name": contact.name, "company": contact.company, "email": contact.email,
                "phone": contact.phone, "language": contact.language, "reference": contact.reference,
            }
        )  # fmt: skip
        self.records.addresses.append(
            {
                "id": address_id, "contact_id": contact_id, "lines": address.lines, "district": address.district,
                "subdistrict": address.subdistrict, "city": address.city, "region": address.region,
                "postal_code": address.postal_code, "country": address.country, "latitude": located.latitude,
                "longitude": located.longitude, "precision": located.precision,
            }
        )  # fmt: skip
        return contact_id, address_id

    def _write_lines(self, ids: dict[int, int]) -> None:
        promised, owed = _sum_by_line(self.outcome.promised), _sum_by_line(self.outcome.backordered)
        has_stock = any(line.sku_kind in ("stock", "kit") for line in self.order.lines)
        for line in self.order.lines:
            take, owe, out = promised.get(line.position, 0), owed.get(line.position, 0), 0
            if line.sku_kind != "stock":
                take = line.quantity
            if not has_stock:
                take, out = 0, line.quantity
            self.records.lines.append(
                {
                    "id": ids[line.position], "o": self.id, "n": line.position,
                    "sku": self.records.number_sku(line.sku_id),
                    "kind": line.sku_kind, "parent": ids.get(line.parent_position or 0), "qty": line.quantity,
                    "owe": owe, "take": take, "out": out, "price": line.unit_price_minor,
                    "discount": line.discount_minor, "tax": line.tax_minor, "rate": line.tax_rate,
                    "total": line.total_minor,
                }
            )  # fmt: skip

    def _write_fulfillments(self, ids: dict[int, int]) -> datetime | None:
        """Write one fulfillment order a site and return when the last must leave."""
        skus = self._number_skus()
        last: datetime | None = None
        for index, site_id in enumerate(dict.fromkeys(site for _, site, _ in self.outcome.promised), start=1):
            fulfillment_id = next(self.row_ids)
            parts = [(line, units) for line, site, units in self.outcome.promised if site == site_id]
            self.records.promises += [
                {"f": fulfillment_id, "line": ids[line], "sku": skus[line], "site": site_id, "qty": units}
                for line, units in parts
            ]
            leaves = self._find_ship_by(site_id)
            last = leaves if last is None else max(last, leaves)
            self.records.fulfillments.append(
                self._fulfillment(fulfillment_id, index, self.surroundings.sites[site_id], parts)
            )
        return last

    def _fulfillment(self, id_: str, index: int, site: SourcingSite, parts: list[tuple[int, int]]) -> Record:
        service = self.service
        is_partner = site.run_by == "partner"
        return {
            "id": id_, "o": self.id, "site": site.key, "number": f"{self.number}-{index}",
            "request": "requested" if is_partner else "none",
            "answer_by": self._answer_by(site) if is_partner else None,
            "is_blocked": self.is_held or self.outcome.wait_complete, "priority": self.draft.priority,
            "ship_by": self._find_ship_by(site.key).isoformat(),
            "carrier": service.carrier_code if service else "", "service": service.code if service else "",
            "lines": len(parts),
            "units": sum(units for _, units in parts), "why": [_explain(loser) for loser in self.outcome.losers],
            "placed_at": self.placed_at,
        }  # fmt: skip

    def _find_ship_by(self, site: str) -> datetime:
        carrier = self.service.carrier_code if self.service else ""
        return self.surroundings.find_ship_by(site, carrier_code=carrier)

    def _find_deliver_by(self) -> datetime | None:
        """Return when the last parcel arrives; None while something waits, or nobody said how long it takes."""
        if self.service is None or self.outcome.backordered:
            return None
        address = self.draft.address
        to = as_place(country=address.country, postal_code=address.postal_code, region=address.region)
        last: datetime | None = None
        for site in dict.fromkeys(site for _, site, _ in self.outcome.promised):
            arrives = self.surroundings.find_deliver_by(site, service=self.service, to=to)
            if arrives is None:
                return None
            last = arrives if last is None else max(last, arrives)
        return last

    def _answer_by(self, site: SourcingSite) -> str:
        return (self.now + timedelta(minutes=site.partner_answer_minutes)).isoformat()

    def _write_demands(self, ids: dict[int, int]) -> None:
        skus = self._number_skus() if self.outcome.backordered else {}
        self.records.demands += [
            {
                "o": self.id, "line": ids[line], "sku": skus[line], "site": site, "qty": units,
                "priority": self.draft.priority, "placed_at": self.placed_at,
            }
            for line, site, units in self.outcome.backordered
        ]  # fmt: skip
        self.records.holds += [{"o": self.id, "reason": reason} for reason in self.draft.hold_reasons]

    def _number_skus(self) -> dict[int, int]:
        return {line.position: self.records.number_sku(line.sku_id) for line in self.order.lines}

    def _write_order(self, recipient: tuple[str, str], last: datetime | None) -> None:
        draft, own = self.draft, [line for line in self.order.lines if line.parent_position is None]
        goods = sum(line.quantity * line.unit_price_minor for line in own)
        discount, tax = sum(line.discount_minor for line in own), sum(line.tax_minor for line in own)
        total = goods - discount + draft.shipping_minor + tax
        is_cod, arrives = draft.payment_term == "cod", self._find_deliver_by()
        has_stock = any(line.sku_kind in ("stock", "kit") for line in self.order.lines)
        self.records.orders.append(
            {
                "id": self.id, "number": self.number, "channel": draft.channel,
                "external_number": draft.external_number, "contact_id": recipient[0], "address_id": recipient[1],
                "country": draft.address.country, "language": draft.contact.language,
                "stage": "placed" if has_stock else "shipped", "is_held": self.is_held, "policy": draft.policy,
                "priority": draft.priority, "payment_term": draft.payment_term,
                "payment_status": _PAYMENT_STATUS[draft.payment_term], "currency": draft.currency, "goods": goods,
                "discount": discount, "shipping": draft.shipping_minor, "tax": tax, "total": total,
                "cod": total if is_cod else 0, "tax_source": draft.tax_source, "service_code": draft.service_code,
                "tags": draft.tags, "token": secrets.token_urlsafe(18), "placed_at": self.placed_at,
                "ship_by": last.isoformat() if last else None, "deliver_by": arrives.isoformat() if arrives else None,
            }
        )  # fmt: skip

    def _write_facts(self) -> None:
        owed = sum(units for _, _, units in self.outcome.backordered)
        data = {
            "number": self.number,
            "lines": len(self.order.lines),
            "promised": sum(units for _, _, units in self.outcome.promised),
            "backordered": owed,
            "sites": self.outcome.winners,
        }
        self.records.facts.append({"kind": "order_placed", "id": self.id, "data": data})
        if owed:
            self.records.facts.append({"kind": "order_backordered", "id": self.id, "data": {"units": owed}})


_PAYMENT_STATUS = {"prepaid": "paid", "invoice": "none", "cod": "due_on_delivery"}


def _sum_by_line(promises: Sequence[tuple[int, str, int]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for line, _, units in promises:
        sums[line] = sums.get(line, 0) + units
    return sums


def _explain(loser: Exclusion) -> Record:
    told: Record = {
        "site": loser.site, "rule": loser.rule, "sku": loser.sku, "units": loser.units, "km": loser.km,
    }  # fmt: skip
    return told if loser.cost is None else {**told, "cost": loser.cost._asdict()}
