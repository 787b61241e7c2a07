"""Calls of the functions that reserve and write; their texts stand in the migrations `orders.0007_place` and `0012`."""

_RECORDS = """
    %(contacts)s::json, %(addresses)s::json, %(orders)s::json, %(lines)s::json, %(fulfillments)s::json,
    %(promises)s::json"""
_MOMENT = "%(now)s::timestamptz, %(actor_kind)s, %(actor_id)s)"

# True, or False when some reservation did not hold: then others may have been made, and the caller rolls back.
PLACE = f"""
SELECT orders_place(
    %(stock_ids)s::bigint[], %(takes)s::bigint[], %(owes)s::bigint[], %(merchant_id)s, %(skus)s::uuid[],{_RECORDS},
    %(demands)s::json, %(holds)s::json, %(facts)s::json, {_MOMENT}
"""

# Its own transaction with its own scope. JSON: the codes that are not simply there; with any nothing is changed.
PLACE_WHOLE = f"""
SELECT orders_place_whole(
    %(merchants)s, %(operator)s, %(sites)s::uuid[], %(codes)s::text[], %(units)s::bigint[], %(merchant_id)s,{_RECORDS},
    %(facts)s::json, {_MOMENT}
"""
