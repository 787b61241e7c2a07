"""What Germany's laws have become: the packaging law was replaced on 12 August 2026, the battery law on 7 October 2025.

A law that somebody has changed stays as it is. That the new packaging law binds fulfillment providers where a producer
takes part in no system is not confirmed: that rule comes switched off.
"""

from datetime import date

from django.db import migrations

LAST_OF_VERPACKG = date(2026, 8, 11)
VERPACKDG = date(2026, 8, 12)
BATTDG = date(2025, 10, 7)
REGISTER = "VerpackDG § 13 (4) with § 6 (BGBl. 2026 I no. 207): no service for packaging of a producer who is not registered"
SYSTEM = "VerpackDG § 7 with § 13 (1): nothing may be offered without a system. That § 13 (4) stops services too is not confirmed"
BATTERY = "BattDG § 4 (3) no. 2 (BGBl. 2025 I no. 233): no storing, packing, addressing or sending of batteries whose producer is not registered"
SUCCESSORS = (("packaging_register", REGISTER, True), ("packaging_system", SYSTEM, False))


def write_laws(apps, schema_editor):
    rules = apps.get_model("terms", "GateRule").objects.using(schema_editor.connection.alias)
    for scheme, source, is_sourced in SUCCESSORS:
        for old in rules.filter(
            country="DE", scheme=scheme, is_preset=True, ends_on=None, starts_on__lt=VERPACKDG
        ):
            rules.create(
                country="DE",
                scheme=scheme,
                activity=old.activity,
                source=source,
                starts_on=VERPACKDG,
                is_on=old.is_on and is_sourced,
                is_preset=True,
            )
            old.ends_on = LAST_OF_VERPACKG
            old.save()
    if not rules.filter(country="DE", scheme="battery").exists():
        for activity in ("store", "ship"):
            rules.create(
                country="DE",
                scheme="battery",
                activity=activity,
                source=BATTERY,
                starts_on=BATTDG,
                is_on=True,
                is_preset=True,
            )


class Migration(migrations.Migration):
    dependencies = [("terms", "0004_laws_end")]

    operations = [migrations.RunPython(write_laws, migrations.RunPython.noop)]
