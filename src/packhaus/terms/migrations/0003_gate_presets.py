"""Laws that forbid a fulfillment provider to keep or send what is not registered, each with its source.

Germany only: of other countries somebody who knows their law writes it down.
"""

from django.db import migrations

RULES = (
    ("DE", "packaging_register", "VerpackG § 9 (5) with § 3 (14c): no service for packaging of a producer who is not registered", "2022-07-01"),
    ("DE", "packaging_system", "VerpackG § 7 (7) with § 3 (14c): no service for packaging that takes part in no system", "2022-07-01"),
    ("DE", "weee", "ElektroG § 6 (2) no. 3: no storing, packing, addressing or sending of devices whose producer is not registered", "2023-07-01"),
)


def write_presets(apps, schema_editor):
    rule = apps.get_model("terms", "GateRule")
    rule.objects.using(schema_editor.connection.alias).bulk_create(
        rule(country=country, scheme=scheme, activity=activity, source=source, starts_on=starts_on, is_on=True, is_preset=True)
        for country, scheme, source, starts_on in RULES
        for activity in ("store", "ship")
    )


class Migration(migrations.Migration):

    dependencies = [("terms", "0002_gaterule_registration")]

    operations = [migrations.RunPython(write_presets, migrations.RunPython.noop)]
