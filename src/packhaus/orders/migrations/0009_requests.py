"""Why a partner's site refused, and an index of what partners were asked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0008_place_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="fulfillmentorder",
            name="reject_reason",
            field=models.CharField(db_default="", default="", max_length=12),
        ),
        migrations.AddIndex(
            model_name="fulfillmentorder",
            index=models.Index(
                condition=models.Q(("request_status", "none"), _negated=True),
                fields=["answer_by", "id"],
                name="fulfillment_asked_of_partners",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfillmentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reject_reason__in",
                        [
                            "",
                            "out_of_stock",
                            "damaged",
                            "discontinued",
                            "out_of_reach",
                            "no_capacity",
                            "other",
                            "no_answer",
                        ],
                    )
                ),
                name="reject_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulfillmentorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("request_status", "rejected"), _negated=True),
                    models.Q(("reject_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="rejected_request_has_a_reason",
            ),
        ),
    ]
