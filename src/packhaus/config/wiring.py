"""Which higher app does what a lower one only names: inventory demotes promises, orders keep them."""


def wire() -> None:
    """Hand the keepers down; called once per process when Django has loaded every app."""
