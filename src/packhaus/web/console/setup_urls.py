"""Addresses of setup."""

from django.urls import URLPattern, path

from packhaus.web.console import setup, setup_health, setup_machinery, setup_people, setup_sites

urlpatterns: list[URLPattern] = [
    path("setup/", setup.show_setup, name="setup"),
    path("setup/sites/", setup_sites.show_sites, name="sites"),
    path("setup/sites/<str:code>/", setup_sites.show_site, name="site"),
    path("setup/sites/<str:code>/closed-days/", setup_sites.change_closed_day, name="closed-day"),
    path("setup/merchants/", setup_people.show_merchants, name="merchants"),
    path("setup/merchants/new/", setup_people.add_merchant, name="new-merchant"),
    path("setup/users/", setup_people.show_users, name="users"),
    path("setup/users/new/", setup_people.add_user, name="new-user"),
    path("setup/users/<uuid:user_id>/", setup_people.change_user, name="user"),
    path("setup/keys/", setup_people.show_keys, name="api-keys"),
    path("setup/keys/change/", setup_people.change_keys, name="change-keys"),
    path("setup/jobs/", setup_machinery.show_jobs, name="jobs"),
    path("setup/jobs/change/", setup_machinery.change_jobs, name="change-jobs"),
    path("setup/audit/", setup_machinery.show_audit, name="audit"),
    path("setup/health/", setup_health.show_health, name="health"),
]
