"""The same rules in shorter words: `kernel.database.checks` says why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sku',
            name='sku_kind_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='sku',
            name='sku_base_unit_is_known',
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('kind__regex', '^(stock|kit|service|digital|fee|deposit)$')), name='sku_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=models.CheckConstraint(condition=models.Q(('base_unit__regex', '^(each|gram|millilitre|millimetre)$')), name='sku_base_unit_is_known'),
        ),
    ]
