"""Secrets of second factors are sealed with the installation's key; those that are there are sealed here."""

from base64 import b32decode, b32encode
from typing import Any

from django.db import migrations, models

from packhaus.kernel.sealing import seal, unseal

PURPOSE = "second factor"


def seal_secrets(apps: Any, schema_editor: Any) -> None:
    factors = apps.get_model("access", "SecondFactor").objects.using(schema_editor.connection.alias)
    for factor in factors.all():
        factors.filter(pk=factor.pk).update(
            sealed_secret=seal(b32decode(factor.secret, casefold=True), purpose=PURPOSE)
        )


def open_secrets(apps: Any, schema_editor: Any) -> None:
    factors = apps.get_model("access", "SecondFactor").objects.using(schema_editor.connection.alias)
    for factor in factors.all():
        secret = unseal(bytes(factor.sealed_secret), purpose=PURPOSE)
        factors.filter(pk=factor.pk).update(secret=b32encode(secret).decode())


class Migration(migrations.Migration):
    dependencies = [("access", "0003_second_factor_and_links")]
    operations = [
        migrations.AddField("secondfactor", "sealed_secret", models.BinaryField(max_length=255, default=b"")),
        migrations.AlterField("secondfactor", "secret", models.CharField(max_length=64, default="")),
        migrations.RunPython(seal_secrets, open_secrets),
        migrations.RemoveField("secondfactor", "secret"),
        migrations.AlterField("secondfactor", "sealed_secret", models.BinaryField(max_length=255)),
    ]
