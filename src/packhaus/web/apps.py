from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "packhaus.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
