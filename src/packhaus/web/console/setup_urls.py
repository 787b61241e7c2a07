"""Addresses of setup."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    setup,
    setup_carriers,
    setup_files,
    setup_health,
    setup_machinery,
    setup_merchant,
    setup_people,
    setup_site_form,
    setup_sites,
)

urlpatterns: list[URLPattern] = [
    path("setup/", setup.show_setup, name="setup"),
    path("setup/sites/", setup_sites.show_sites, name="sites"),
    path("setup/sites/new/", setup_site_form.edit_site, name="new-site"),
    path("setup/sites/<str:code>/change/", setup_site_form.edit_site, name="edit-site"),
    path("setup/sites/<str:code>/activity/", setup_site_form.change_activity, name="site-activity"),
    path("setup/sites/<str:code>/locations/", setup_site_form.add_locations, name="add-locations"),
    path("setup/sites/<str:code>/holidays/", setup_sites.add_holidays, name="add-holidays"),
    path("setup/carriers/", setup_carriers.show_carriers, name="carriers"),
    path("setup/carriers/new/", setup_carriers.edit_carrier, name="new-carrier"),
    path("setup/carriers/<str:code>/", setup_carriers.edit_carrier, name="carrier"),
    path("setup/files/<str:kind>/", setup_files.upload_file, name="upload-setup"),
    path("setup/files/<str:kind>/sample.csv", setup_files.download_sample, name="sample-file"),
    path("setup/sites/<str:code>/", setup_sites.show_site, name="site"),
    path("setup/sites/<str:code>/closed-days/", setup_sites.change_closed_day, name="closed-day"),
    path("setup/merchants/", setup_people.show_merchants, name="merchants"),
    path("setup/merchants/new/", setup_people.add_merchant, name="new-merchant"),
    path("setup/merchants/<str:code>/", setup_merchant.show_merchant, name="merchant"),
    path("setup/merchants/<str:code>/change/", setup_merchant.edit_merchant, name="edit-merchant"),
    path("setup/merchants/<str:code>/terms/", setup_merchant.edit_terms, name="merchant-terms"),
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
