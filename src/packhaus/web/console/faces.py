"""Pick faces: which item is picked where, between which bounds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from packhaus.access.scope import Scope
from packhaus.kernel.errors import FieldProblem, Invalid
from packhaus.kernel.keyset import Page, PageOf
from packhaus.network.queries.site_ids import get_site_ids
from packhaus.outbound.queries.list_faces import FaceFilter, FaceRow, list_faces
from packhaus.outbound.services.replenish import plan_replenishment, save_faces
from packhaus.outbound.services.replenish.policy import does_prefer_faces, set_pick_policy
from packhaus.outbound.types import FaceDraft
from packhaus.web.console.form_answers import Draft, show_form
from packhaus.web.console.replenish import LEADS
from packhaus.web.console.setup_files import may_take_files
from packhaus.web.formats import format_quantity
from packhaus.web.forms import FormReader
from packhaus.web.guard import PageRequest, open_to
from packhaus.web.lists import Asked, BulkAction, BulkOutcome, ListPage, Refused, View, show_list
from packhaus.web.lists.export import CHUNK, stream_rows
from packhaus.web.pages import find_merchant_id, find_site_id, page_of
from packhaus.web.parts import Action
from packhaus.web.tables import Column, FilterField
from packhaus.web.toasts import tell

FACE_COLUMNS = ("site", "merchant", "sku", "location", "minimum", "maximum")


@page_of("console:faces")
def list_all(request: PageRequest) -> HttpResponseBase:
    """List faces by bin, set bounds of many, and give many up."""
    primary = Action(_("New pick face"), reverse("console:face"), icon="plus")
    more = {"secondary": _list_secondary(request), "may_import": may_take_files(request)}
    return show_list(request, FACES, {"primary": primary, **more})


def _list_secondary(request: PageRequest) -> list[Action]:
    files = Action(_("File to import again"), reverse("console:face-file"), icon="download")
    site_id = find_site_id(request)
    if site_id is None:
        return [files]
    is_on = does_prefer_faces(site_id=site_id)
    label = _("Pick by dates alone") if is_on else _("Pick from faces first")
    return [
        Action(
            label, reverse("console:face-policy"), method="post", name="first", value="" if is_on else "faces"
        ),
        files,
    ]


@require_safe
@page_of("console:faces")
def download(request: PageRequest) -> HttpResponseBase:
    """Send the faces of the chosen site and merchant, or of all, in the columns in which they are imported."""
    chosen = FaceFilter(find_site_id(request), find_merchant_id(request))
    return stream_rows("faces", FACE_COLUMNS, _read_faces(request.scope, chosen))


def _read_faces(scope: Scope, chosen: FaceFilter) -> Iterator[tuple[object, ...]]:
    after = ""
    while True:
        page = list_faces(scope=scope, chosen=chosen, page=PageOf(after, size=CHUNK, counted_at_most=0))
        for face in page.rows:
            yield (
                face.site_code, face.merchant_code, face.sku_code, face.location_code, face.minimum, face.maximum
            )  # fmt: skip
        after = page.older_key
        if not after:
            return


@require_POST
@open_to(*LEADS)
def change_policy(request: PageRequest) -> HttpResponse:
    """Pick pieces from the faces of the chosen site first, or by dates alone."""
    site_id = find_site_id(request)
    prefers = request.POST.get("first") == "faces"
    if site_id is not None:
        set_pick_policy(site_id=site_id, prefers_faces=prefers, now=request.now, actor=request.actor)
        told = (
            _("Pieces are picked from pick faces first.")
            if prefers
            else _("Dates alone say where to pick from.")
        )
        tell(request, told)
    return HttpResponseRedirect(reverse("console:faces"))


@open_to(*LEADS)
def save(request: PageRequest) -> HttpResponse:
    """Show the form of a face, assign it or change its bounds, and plan it at once."""
    if request.method != "POST":
        return _show(request, Draft(request.GET.dict()))
    try:
        form = FormReader(request.POST)
        site_id = get_site_ids(codes=[form.read_text("site", is_required=True)]).get(request.POST["site"])
        if site_id is None:
            form.refuse("site", "unknown", _("Say what goes here."))
        draft = FaceDraft(
            form.read_text("merchant", is_required=True).upper(),
            form.read_text("sku", is_required=True, at_most=40),
            form.read_text("location", is_required=True, at_most=32),
            form.read_integer("minimum", minimum=0),
            form.read_integer("maximum", minimum=1),
        )
        form.check()
        assert site_id is not None
        save_faces(site_id=site_id, drafts=[draft], now=request.now, actor=request.actor)
    except Invalid as refusal:
        return _show(request, Draft.of(request.POST, refusal))
    plan_replenishment(site_id=site_id, now=request.now)
    tell(
        request,
        _("%(face)s is a pick face of %(item)s.") % {"face": draft.location_code, "item": draft.sku_code},
    )
    return HttpResponseRedirect(reverse("console:faces"))


def _show(request: PageRequest, draft: Draft) -> HttpResponse:
    context = {"back_url": reverse("console:faces"), "sites": request.frame_choices.sites}
    return show_form(request, "stock/face.html", draft, context)


def fetch_faces(asked: Asked, page: PageOf) -> Page[FaceRow]:
    """Read a page of faces."""
    chosen = FaceFilter(
        site_id=find_site_id(asked.request),
        merchant_id=find_merchant_id(asked.request),
        is_low="low" in asked.read_all("only"),
        ids=[int(key) for key in asked.keys if key.isdecimal()],
    )
    return list_faces(scope=asked.request.scope, chosen=chosen, page=page)


def _give_up(request: PageRequest, faces: Sequence[FaceRow], _values: Mapping[str, str]) -> BulkOutcome:
    _save(
        {face: FaceDraft(face.merchant_code, face.sku_code, face.location_code, 0, 0) for face in faces},
        request,
    )
    return BulkOutcome([str(face.id) for face in faces])


def _bound(
    name: str,
) -> Callable[[PageRequest, Sequence[FaceRow], Mapping[str, str]], BulkOutcome]:
    """Set the minimum, or the maximum, of many faces; where they would not fit together the face stays."""

    def bound(request: PageRequest, faces: Sequence[FaceRow], values: Mapping[str, str]) -> BulkOutcome:
        said = values.get(name, "").strip()
        if not said.isdecimal() or not said.isascii() or len(said) > 12:
            raise Invalid([FieldProblem(name, "not_a_number", _("A whole number goes here."))])
        wanted = {face: _draft_bound(face, name, int(said)) for face in faces}
        fitting = {face: draft for face, draft in wanted.items() if draft.minimum < draft.maximum}
        _save(fitting, request)
        refused = [
            Refused(
                face.location_code,
                _("Its maximum of %(maximum)s would not be more than its minimum of %(minimum)s.")
                % {"maximum": format_quantity(draft.maximum), "minimum": format_quantity(draft.minimum)},
                reverse("console:location", args=[face.location_id]),
            )
            for face, draft in wanted.items()
            if face not in fitting
        ]
        before = {str(face.id): getattr(face, name) for face in fitting if getattr(face, name) != int(said)}
        return BulkOutcome([str(face.id) for face in fitting], refused, before=before)

    return bound


def _put_back(name: str) -> Callable[[PageRequest, Mapping[str, Any], Mapping[str, str]], None]:
    """Give faces the bound they had, but for those of which somebody else has said something since."""

    def put_back(request: PageRequest, before: Mapping[str, Any], values: Mapping[str, str]) -> None:
        chosen = FaceFilter(ids=[int(key) for key in before])
        page = PageOf(size=max(len(before), 1), counted_at_most=0)
        found = list_faces(scope=request.scope, chosen=chosen, page=page).rows if before else []
        wanted = {
            face: _draft_bound(face, name, before[str(face.id)])
            for face in found
            if getattr(face, name) == int(values[name])
        }
        _save({face: draft for face, draft in wanted.items() if draft.minimum < draft.maximum}, request)

    return put_back


def _save(drafts: Mapping[FaceRow, FaceDraft], request: PageRequest) -> None:
    for site_id in dict.fromkeys(face.site_id for face in drafts):
        of_site = [draft for face, draft in drafts.items() if face.site_id == site_id]
        save_faces(site_id=site_id, drafts=of_site, now=request.now, actor=request.actor)
        plan_replenishment(site_id=site_id, now=request.now)


def _draft_bound(face: FaceRow, name: str, units: int) -> FaceDraft:
    bounds = {"minimum": face.minimum, "maximum": face.maximum, name: units}
    return FaceDraft(face.merchant_code, face.sku_code, face.location_code, **bounds)


def _tell_bound(count: int) -> str:
    return ngettext("%(count)s pick face is changed.", "%(count)s pick faces are changed.", count) % {
        "count": format_quantity(count)
    }


def _tell(count: int) -> str:
    return ngettext("%(count)s pick face given up.", "%(count)s pick faces given up.", count) % {
        "count": format_quantity(count)
    }


FACES = ListPage(
    name="console:faces",
    template="stock/faces.html",
    row_type=FaceRow,
    columns=(
        Column("location_code", lazy("Pick face"), is_sortable=True),
        Column("item", lazy("Item")),
        Column("minimum", lazy("Minimum"), is_number=True),
        Column("maximum", lazy("Maximum"), is_number=True),
        Column("in_face", lazy("Now"), is_number=True),
        Column("incoming", lazy("On the way"), is_number=True),
        Column("in_reserve", lazy("In reserve"), is_number=True),
    ),
    default="location_code",
    fetch=fetch_faces,
    fields=(FilterField("only", lazy("Only"), (("low", lazy("Below minimum")),)),),
    views=(
        View("all", lazy("All")),
        View("low", lazy("Below minimum"), "only=low", lazy("Every pick face has enough.")),
    ),
    bulk=(
        BulkAction(
            "minimum",
            lazy("Set the minimum of {count}"),
            _bound("minimum"),
            _tell_bound,
            LEADS,
            value="minimum",
            value_label=lazy("Base units: below them the face is filled"),
            restore=_put_back("minimum"),
        ),
        BulkAction(
            "maximum",
            lazy("Set the maximum of {count}"),
            _bound("maximum"),
            _tell_bound,
            LEADS,
            value="maximum",
            value_label=lazy("Base units: up to them the face is filled"),
            restore=_put_back("maximum"),
        ),
        BulkAction("give-up", lazy("Give up {count}"), _give_up, _tell, LEADS, is_rare=True),
    ),
)
