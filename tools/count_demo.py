"""Count what the demo's order file holds, straight from its rows, and write the expected figures.

Deliberately apart from ``packhaus.demo.source``: nothing is imported from it, so that two readings of one file must
agree. Run it after a decision about the data changed: ``python tools/count_demo.py``.

The rule for cancellations: a C-line takes units from the newest earlier line of the same customer and code that
has units left, then from the next newest, until it is covered. Earlier means an earlier minute: a line of the same
minute is the corrected order. A C-line is matched when every unit is covered, partly matched when some are, else
unmatched: *no_customer* (the file names none), *no_earlier_line* (none of that customer and code in these days: mostly
goods bought before December), *more_than_bought* (everything was cancelled before).
"""

import csv
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src/packhaus/demo/data"
NOT_GOODS = {"POST", "C2", "DOT", "M", "D", "S", "BANK CHARGES", "AMAZONFEE"}
NOTES = {"", "?", "amazon", "amazon sales", "check", "damages", "faulty", "Found", "Dotcom sales"}


def read() -> list[dict[str, str]]:
    with gzip.open(DATA / "online_retail_2010_12.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_correction(row: dict[str, str]) -> bool:
    if row["InvoiceNo"].startswith("C"):
        return False
    given_away = float(row["UnitPrice"]) == 0 and row["CustomerID"] == ""
    return int(row["Quantity"]) < 0 or (given_away and row["Description"].strip() in NOTES)


def count_cancellations(rows: list[dict[str, str]]) -> dict[str, object]:
    bought: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    result: Counter[str] = Counter()
    units: Counter[str] = Counter()
    goods_matched = 0
    for row in rows:
        key = (row["CustomerID"], row["StockCode"].upper())
        if is_correction(row):
            continue
        if not row["InvoiceNo"].startswith("C"):
            if row["CustomerID"]:
                bought[key].append((row["InvoiceDate"], int(row["Quantity"])))
            continue
        wanted = open_units = -int(row["Quantity"])
        lines = bought[key]
        earlier = [index for index, (at, _) in enumerate(lines) if at < row["InvoiceDate"]]
        for index in reversed(earlier):
            at, left = lines[index]
            taken = min(left, open_units)
            lines[index] = (at, left - taken)
            open_units -= taken
        units["cancelled"] += wanted
        units["matched"] += wanted - open_units
        if open_units == 0:
            result["matched"] += 1
            goods_matched += key[1] not in NOT_GOODS
        elif open_units < wanted:
            result["partly_matched"] += 1
        elif not row["CustomerID"]:
            result["no_customer"] += 1
        elif not earlier:
            result["no_earlier_line"] += 1
        else:
            result["more_than_bought"] += 1
    return {
        "lines": sum(result.values()),
        "matched": result["matched"],
        "matched_goods": goods_matched,
        "partly_matched": result["partly_matched"],
        "unmatched": {name: result[name] for name in ("no_customer", "no_earlier_line", "more_than_bought")},
        "units": dict(units),
    }


def count_days(rows: list[dict[str, str]]) -> list[dict[str, object]]:
    days: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        days[row["InvoiceDate"][:10]].append(row)
    counted: list[dict[str, object]] = []
    for on, today in sorted(days.items()):
        lines = [row for row in today if not is_correction(row) and not row["InvoiceNo"].startswith("C")]
        counted.append(
            {
                "on": on,
                "orders": len({row["InvoiceNo"] for row in lines}),
                "lines": len(lines),
                "units": sum(int(row["Quantity"]) for row in lines),
                "cancellation_lines": sum(row["InvoiceNo"].startswith("C") for row in today),
                "adjustments": sum(map(is_correction, today)),
            }
        )
    return counted


def count_all(rows: list[dict[str, str]]) -> dict[str, object]:
    lines = [row for row in rows if not is_correction(row) and not row["InvoiceNo"].startswith("C")]
    goods = [
        row for row in lines if row["StockCode"].upper() not in NOT_GOODS and "gift_" not in row["StockCode"]
    ]
    corrections = [row for row in rows if is_correction(row)]
    with_goods = {row["InvoiceNo"] for row in goods}
    return {
        "rows": len(rows),
        "orders": len({row["InvoiceNo"] for row in lines}),
        "orders_without_goods": len({row["InvoiceNo"] for row in lines} - with_goods),
        "lines": len(lines),
        "goods_lines": len(goods),
        "units": sum(int(row["Quantity"]) for row in lines),
        "goods_units": sum(int(row["Quantity"]) for row in goods),
        "amount_minor": sum(round(float(row["UnitPrice"]) * 100) * int(row["Quantity"]) for row in lines),
        "free_lines": sum(float(row["UnitPrice"]) == 0 for row in lines),
        "repeated_codes": sum(
            times > 1
            for times in Counter((row["InvoiceNo"], row["StockCode"].upper()) for row in lines).values()
        ),
        "codes": len({row["StockCode"].upper() for row in rows}),
        "customers": len({row["CustomerID"] for row in lines} - {""}),
        "guest_orders": len({row["InvoiceNo"] for row in lines if not row["CustomerID"]}),
        "adjustments": {
            "rows": len(corrections),
            "units_found": sum(max(0, int(row["Quantity"])) for row in corrections),
            "units_lost": sum(max(0, -int(row["Quantity"])) for row in corrections),
        },
        "cancellations": count_cancellations(rows),
        "days": count_days(rows),
    }


if __name__ == "__main__":
    figures = count_all(read())
    (DATA / "expected.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
