from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "packhaus.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every change of rights."""
        from packhaus.access.events import set_auditor
        from packhaus.journal.audit import record_access_change

        set_auditor(record_access_change)
