"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_short_checks'),
        ('inventory', '0004_doubted'),
        ('network', '0002_short_checks'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='balance',
            name='condition_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='handlingunit',
            name='unit_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='hold',
            name='hold_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='location',
            name='location_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='sitestock',
            name='stock_policy_is_known',
        ),
        migrations.AddConstraint(
            model_name='balance',
            constraint=models.CheckConstraint(condition=models.Q(('condition__regex', '^(sellable|quarantine|damaged|refurbished)$')), name='condition_is_known'),
        ),
        migrations.AddConstraint(
            model_name='handlingunit',
            constraint=models.CheckConstraint(condition=models.Q(('kind__regex', '^(tote|carton|pallet)$')), name='unit_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(open|used|released|expired|demoted)$')), name='hold_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='location',
            constraint=models.CheckConstraint(condition=models.Q(('kind__regex', '^(receiving|reserve|pick_face|tote|packing|staging|dock|returns|quarantine|repair|scrap|supplier|customer|in_transit|adjustment)$')), name='location_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sitestock',
            constraint=models.CheckConstraint(condition=models.Q(('policy__regex', '^(own|feed|unlimited)$')), name='stock_policy_is_known'),
        ),
    ]
