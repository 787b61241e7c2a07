"""Numbers of transfers that nobody gave one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_initial")]
    operations = [migrations.RunSQL("CREATE SEQUENCE transfers_number START 1001", "DROP SEQUENCE transfers_number")]
