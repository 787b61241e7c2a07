from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Listed last in INSTALLED_APPS: when it is ready, every app is."""

    name = "packhaus.config"
    label = "config"

    def ready(self) -> None:
        from packhaus.config.wiring import wire

        wire()
