import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="due_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="claimed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RemoveIndex(model_name="message", name="message_to_send"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["due_at", "id"],
                condition=models.Q(status__in=["queued", "sending"]),
                name="message_to_send",
            ),
        ),
    ]
