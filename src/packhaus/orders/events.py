"""Facts of orders: ids, codes and figures, never a person."""
