"""Addresses of the floor."""

from django.urls import path

from packhaus.web.floor import (
    badge,
    cart,
    devices,
    kept,
    pick,
    quality,
    receive,
    replenish,
    replenish_kind,  # noqa: F401 - registers itself
    trunk_kinds,  # noqa: F401 - its kinds of work register themselves
    work,
)

app_name = "floor"
urlpatterns = [
    path("", work.show_work, name="work"),
    path("next/", work.start_next, name="next"),
    path("walks/", work.show_walks, name="walks"),
    path("sign-in/", badge.sign_in, name="sign-in"),
    path("sign-out/", badge.sign_out, name="sign-out"),
    path("kept/", kept.report, name="kept"),
    path("device/", devices.pair, name="device"),
    path("badge/", badge.take_badge, name="badge"),
    path("hand-over/", badge.hand_over, name="hand-over"),
    path("end-shift/", badge.end_shift, name="end-shift"),
    path("receive/", receive.find, name="receive"),
    path("receive/unknown/", receive.take_unknown, name="receive-unknown"),
    path("receive/<str:merchant>/<str:number>/", receive.show, name="receive-asn"),
    path("receive/<str:merchant>/<str:number>/scan/", receive.scan, name="receive-scan"),
    path("receive/<str:merchant>/<str:number>/book/", receive.book, name="receive-book"),
    path("receive/<str:merchant>/<str:number>/undo/", receive.undo, name="receive-undo"),
    path("receive/<str:merchant>/<str:number>/close/", receive.close, name="receive-close"),
    path("checks/", quality.list_all, name="checks"),
    path("checks/<uuid:check_id>/", quality.show, name="check"),
    path("checks/<uuid:check_id>/start/", quality.start, name="check-start"),
    path("checks/<uuid:check_id>/note/", quality.note, name="check-note"),
    path("replenish/", replenish.show_open, name="replenish"),
    path("replenish/<int:task_id>/", replenish.show, name="replenish-task"),
    path("replenish/<int:task_id>/start/", replenish.start, name="replenish-start"),
    path("replenish/<int:task_id>/scan/", replenish.scan, name="replenish-scan"),
    path("replenish/<int:task_id>/report/", replenish.report, name="replenish-report"),
    path("replenish/<int:task_id>/back/", replenish.give_back, name="replenish-back"),
    path("batches/<str:number>/", pick.show_pick, name="pick"),
    path("batches/<str:number>/start/", pick.start, name="start"),
    path("batches/<str:number>/scan/", pick.scan, name="scan"),
    path("batches/<str:number>/take/", pick.take, name="take"),
    path("batches/<str:number>/short/<int:task_id>/", pick.report_short, name="short"),
    path("batches/<str:number>/kept/", kept.keep, name="keep"),
    path("batches/<str:number>/more/", cart.show_more, name="more"),
    path("batches/<str:number>/totes/", cart.assign_totes, name="totes"),
    path("batches/<str:number>/drop/", cart.drop, name="drop"),
    path("batches/<str:number>/cancel/", cart.answer_cancel, name="cancel"),
]
