"""Units that lie where a picker found fewer than the record says are kept back, and counted."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("inventory", "0003_own_limit")]
    operations = [
        migrations.AddField("sitestock", "doubted", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            "sitestock",
            models.CheckConstraint(
                condition=Q(doubted__gte=0) & Q(doubted__lte=F("safety")), name="doubted_is_part_of_safety"
            ),
        ),
    ]
