"""Money as whole minor units; never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# Source: ISO 4217, list one: currencies whose exponent is not two. IDR has two there and is printed without.
_EXPONENTS = {
    "BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3,
    "PYG": 0, "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0,
}  # fmt: skip


def get_exponent(currency: str) -> int:
    """Return how many decimal places the currency's minor unit has."""
    return _EXPONENTS.get(currency, 2)


def round_to_minor(amount: Decimal) -> int:
    """Round an amount in minor units half up: the one rounding point of the system."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def parse_minor(text: str, currency: str) -> int:
    """Read a decimal amount written with a point into minor units; more decimals than the currency has are refused.

    Raises: ValueError when the text is no plain decimal number or is finer than a minor unit.
    """
    try:
        amount = Decimal(text.strip()).scaleb(get_exponent(currency))
    except ArithmeticError as error:
        raise ValueError(text) from error
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise ValueError(text)
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
