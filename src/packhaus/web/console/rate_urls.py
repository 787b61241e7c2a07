"""Addresses of rate cards and of carriers' bills."""

from django.urls import URLPattern, path

from packhaus.web.console import (
    bills,
    rate_cards,
    rate_compare,
    rate_refusals,  # noqa: F401 - registers its words
    rate_versions,
)

urlpatterns: list[URLPattern] = [
    path("carriers/cards/", rate_cards.show_cards, name="rate-cards"),
    path("carriers/cards/new/", rate_cards.edit_card, name="new-rate-card"),
    path("carriers/cards/compare/", rate_compare.compare, name="compare-rate-cards"),
    path("carriers/cards/<uuid:card_id>/", rate_cards.show_card, name="rate-card"),
    path("carriers/cards/<uuid:card_id>/change/", rate_cards.edit_card, name="edit-rate-card"),
    path(
        "carriers/cards/<uuid:card_id>/sample/<str:kind>/", rate_versions.download_sample, name="rate-sample"
    ),
    path("carriers/cards/<uuid:card_id>/upload/", rate_cards.upload, name="upload-rates"),
    path("carriers/bills/", bills.show_bills, name="carrier-bills"),
    path("carriers/bills/parcels/", bills.show_billed, name="billed-parcels"),
    path("carriers/versions/<uuid:version_id>/", rate_versions.show_version, name="rate-version"),
    path("carriers/versions/<uuid:version_id>/publish/", rate_versions.publish, name="publish-rates"),
    path("carriers/versions/<uuid:version_id>/withdraw/", rate_versions.withdraw, name="withdraw-rates"),
    path("carriers/versions/<uuid:version_id>/restore/", rate_versions.restore, name="restore-rates"),
    path("carriers/versions/<uuid:version_id>/files/<str:kind>/", rate_versions.download, name="rate-file"),
]
