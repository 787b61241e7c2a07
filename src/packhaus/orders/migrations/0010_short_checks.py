"""The same rules in shorter words: `kernel.database.checks` says why."""

import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0002_short_checks'),
        ('orders', '0009_requests'),
        ('parties', '0003_short_checks'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='backorderdemand',
            name='demand_date_source_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='cancelrequest',
            name='cancel_answer_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='fulfillmentline',
            name='fulfillment_counters_are_not_negative',
        ),
        migrations.RemoveConstraint(
            model_name='fulfillmentorder',
            name='fulfillment_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='fulfillmentorder',
            name='request_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='fulfillmentorder',
            name='reject_reason_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_stage_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_policy_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='payment_term_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='payment_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='tax_source_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='orderhold',
            name='hold_reason_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='orderline',
            name='line_counters_add_up',
        ),
        migrations.AddConstraint(
            model_name='backorderdemand',
            constraint=models.CheckConstraint(condition=models.Q(('date_source__regex', '^(inbound|lead|unknown)$')), name='demand_date_source_is_known'),
        ),
        migrations.AddConstraint(
            model_name='cancelrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(open|accepted|refused)$')), name='cancel_answer_is_known'),
        ),
        migrations.AddConstraint(
            model_name='fulfillmentline',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.comparison.Least('promised', 'allocated', 'picked', 'packed', 'shipped'), models.Value(0))), name='fulfillment_counters_are_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='fulfillmentorder',
            constraint=models.CheckConstraint(condition=models.Q(('status__regex', '^(planned|released|picking|picked|packed|dispatched|delivered|cancelled|rejected)$')), name='fulfillment_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='fulfillmentorder',
            constraint=models.CheckConstraint(condition=models.Q(('request_status__regex', '^(none|requested|accepted|rejected|cancel_requested|cancel_accepted|cancel_refused)$')), name='request_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='fulfillmentorder',
            constraint=models.CheckConstraint(condition=models.Q(('reject_reason__regex', '^(|out_of_stock|damaged|discontinued|out_of_reach|no_capacity|other|no_answer)$')), name='reject_reason_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('stage__regex', '^(draft|placed|in_progress|partially_shipped|shipped|delivered|closed|cancelled)$')), name='order_stage_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('policy__regex', '^(ship_complete|ship_available|fill_or_kill)$')), name='order_policy_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('payment_term__regex', '^(prepaid|invoice|cod)$')), name='payment_term_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('payment_status__regex', '^(none|authorised|paid|due_on_delivery|partially_refunded|refunded)$')), name='payment_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('tax_source__regex', '^(channel|packhaus|none)$')), name='tax_source_is_known'),
        ),
        migrations.AddConstraint(
            model_name='orderhold',
            constraint=models.CheckConstraint(condition=models.Q(('reason__regex', '^(fraud|address|payment|credit|manual)$')), name='hold_reason_is_known'),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('ordered', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('cancelled'), '+', models.F('backordered')), '+', models.F('promised')), '+', models.F('allocated')), '+', models.F('picked')), '+', models.F('packed')), '+', models.F('shipped'))), ('ordered__gt', 0), django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.comparison.Least('cancelled', 'backordered', 'promised', 'allocated', 'picked', 'packed', 'returned', django.db.models.expressions.CombinedExpression(models.F('shipped'), '-', models.F('returned'))), models.Value(0))), name='line_counters_add_up'),
        ),
    ]
