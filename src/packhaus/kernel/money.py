"""Money as whole minor units; never a float."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Source: ISO 4217, list one: currencies whose exponent is not two. IDR has two there and is printed without.
_EXPONENTS = {
    "BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3,
    "PYG": 0, "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0,
}  # fmt: skip
# Python also reads 1e5, 1_000 and digits of other scripts; none of them is what somebody meant by an amount.
_PLAIN_AMOUNT = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,4}|,[0-9]{1,2})?")


def get_exponent(currency: str) -> int:
    """Return how many decimal places the currency's minor unit has."""
    return _EXPONENTS.get(currency, 2)


def round_to_minor(amount: Decimal) -> int:
    """Round an amount in minor units half up: the one rounding point of the system."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_minor(text: str, currency: str) -> int:
    """Read a decimal amount into minor units; more decimals than the currency has are refused.

    A comma before the last one or two digits is a decimal comma: what groups thousands has three behind it.
    Raises: ValueError when the text is no plain decimal number or is finer than a minor unit.
    """
    plain = _PLAIN_AMOUNT.fullmatch(text.strip())
    if plain is None:
        raise ValueError(f"{text[:40]!r} is no amount")
    amount = Decimal(plain[0].replace(",", ".")).scaleb(get_exponent(currency))
    if amount != amount.to_integral_value():
        raise ValueError(f"{text[:40]!r} is no amount of {currency}")
    return int(amount)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of one currency; arithmetic between currencies is a bug."""

    amount_minor: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        assert self.currency == other.currency, (self.currency, other.currency)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return self + -other

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount_minor * quantity, self.currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.amount_minor).scaleb(-get_exponent(self.currency))
