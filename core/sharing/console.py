"""Share pages of the console: codes of an object, one code, its pictures and posters."""

import uuid
from typing import Any

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from core.acts.queries import FUNNEL, TOGETHER, funnel_total, funnels_by_link
from core.i18n import gettext as _, interface_language
from core.notices import notify
from core.offers import things_to_share
from core.plugin_types import ShareTarget
from core.policy import policy
from core.qr import qr_png, qr_svg, qr_svg_file
from core.sharing.forms import ChannelForm, PosterForm, TargetForm
from core.sharing.models import ShareLink
from core.sharing.operations import create_link, rename_link, restore_link, retarget_link, retire_link
from core.sharing.queries import (
    all_links,
    link_by_id,
    links_of,
    personal_links,
    personal_links_count,
    share_address,
    target_by_id,
)

blueprint = Blueprint(
    "sharing_console", __name__, subdomain="console", url_prefix="/share", template_folder="templates"
)

SIZES = ("a5", "a6", "tents")


@blueprint.get("/")
@policy("staff", permission="sharing.codes")
def index() -> str:
    """Everything that can be shared, and the codes whose object is gone or switched off."""
    targets = things_to_share(g.tenant)
    known = {shared.id for shared in targets}
    lost = [link for link in all_links() if link.object_id not in known]
    return render_template("sharing/index.html", targets=targets, lost=lost)


@blueprint.route("/<uuid:object_id>", methods=["GET", "POST"])
@policy("staff", permission="sharing.codes")
def target(object_id: uuid.UUID) -> ResponseReturnValue:
    """The codes of one object with what came of each; POST makes another code."""
    shared = target_by_id(g.tenant, object_id) or abort(404)
    form = ChannelForm()
    if form.validate_on_submit():
        link = create_link(
            plugin=shared.plugin,
            object_kind=shared.kind,
            object_id=shared.id,
            channel=form.channel.data,
            created_by=g.person.id,
        )
        notify(_("The code is ready. Print it or send it."))
        return redirect(url_for("sharing_console.link", link_id=link.id))
    links, funnels = links_of(object_id), funnels_by_link(object_id, together=personal_links(object_id))
    page = render_template(
        "sharing/target.html",
        target=shared,
        form=form,
        links=[(link, _funnel_words(shared, funnels.get(link.id))) for link in links],
        personal=(personal_links_count(object_id), _funnel_words(shared, funnels.get(TOGETHER))),
        total=_funnel_words(shared, funnel_total(funnels.values())),
        first=_drawn(links[0]) if links else None,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/links/<uuid:link_id>")
@policy("staff", permission="sharing.codes")
def link(link_id: uuid.UUID) -> str:
    """One code: large, to download, to print, and what came of it."""
    shown = _link_or_404(link_id)
    funnels = funnels_by_link(shown.object_id)
    leads_to = target_by_id(g.tenant, shown.object_id)
    return render_template(
        "sharing/link.html",
        link=shown,
        target=leads_to,
        funnel=_funnel_words(leads_to, funnels.get(shown.id)),
        code=_drawn(shown),
    )


@blueprint.get("/links/<uuid:link_id>/qr.svg")
@policy("staff", permission="sharing.codes")
def svg(link_id: uuid.UUID) -> Response:
    """The code as a vector picture."""
    shown = _link_or_404(link_id)
    picture = qr_svg_file(share_address(g.tenant, shown))
    return _download(picture, "image/svg+xml", f"{g.tenant.slug}-{shown.code}.svg")


@blueprint.get("/links/<uuid:link_id>/qr.png")
@policy("staff", permission="sharing.codes")
def png(link_id: uuid.UUID) -> Response:
    """The code as a picture to send on; shown in the page where a browser does not download."""
    shown = _link_or_404(link_id)
    return _download(qr_png(share_address(g.tenant, shown)), "image/png", f"{g.tenant.slug}-{shown.code}.png")


@blueprint.get("/links/<uuid:link_id>/poster")
@policy("staff", permission="sharing.codes")
def poster(link_id: uuid.UUID) -> str:
    """A sheet to print: A5, A6 or table tents. Its two lines come from the address."""
    shown = _link_or_404(link_id)
    shared = target_by_id(g.tenant, shown.object_id) or abort(404)
    form = PosterForm(request.args)
    headline, invitation, promise = shared.poster
    first = form.first.data or headline or shared.title
    second = form.second.data if "second" in request.args else invitation or _("Scan and have a look")
    lines = [first, second or ""] if form.validate() else [shared.title]
    size = request.args.get("size", "a5")
    return render_template(
        "sharing/poster.html",
        size=size if size in SIZES else "a5",
        link=shown,
        target=shared,
        lines=[line for line in lines if line],
        promise=promise,
        code=_drawn(shown),
        bare="bare" in request.args,
    )


@blueprint.route("/links/<uuid:link_id>/edit", methods=["GET", "POST"])
@policy("staff", permission="sharing.codes")
def edit(link_id: uuid.UUID) -> ResponseReturnValue:
    """Rename a code's place or let it lead elsewhere; what is printed stays valid."""
    shown = _link_or_404(link_id)
    if shown.shared_by is not None:
        abort(404)  # it is that person's; where it leads is not ours to change
    targets = things_to_share(g.tenant)
    channel_form = ChannelForm(obj=shown)
    target_form = TargetForm(target=str(shown.object_id))
    target_form.target.choices = [SelectChoice(str(choice.id), choice.title) for choice in targets]
    if request.method == "POST" and channel_form.validate() and target_form.validate():
        rename_link(link=shown, channel=channel_form.channel.data)
        chosen = next(choice for choice in targets if str(choice.id) == target_form.target.data)
        if chosen.id != shown.object_id:
            retarget_link(link=shown, target=chosen)
        notify(_("Saved. The printed code stays the same."))
        return redirect(url_for("sharing_console.link", link_id=shown.id))
    page = render_template(
        "sharing/edit.html", link=shown, channel_form=channel_form, target_form=target_form
    )
    return page, 422 if request.method == "POST" else 200


@blueprint.post("/links/<uuid:link_id>/retire")
@policy("staff", permission="sharing.codes")
def retire(link_id: uuid.UUID) -> ResponseReturnValue:
    """Take a code off the list; with an undo."""
    shown = _link_or_404(link_id)
    retire_link(link=shown)
    undo = url_for("sharing_console.restore", link_id=shown.id)
    notify(_("Taken off the list. Where it is printed, it still works."), undo_url=undo)
    return redirect(url_for("sharing_console.target", object_id=shown.object_id))


@blueprint.post("/links/<uuid:link_id>/restore")
@policy("staff", permission="sharing.codes")
def restore(link_id: uuid.UUID) -> ResponseReturnValue:
    """Undo `retire`."""
    shown = _link_or_404(link_id)
    restore_link(link=shown)
    return redirect(url_for("sharing_console.link", link_id=shown.id))


def _link_or_404(link_id: uuid.UUID) -> ShareLink:
    return link_by_id(link_id) or abort(404)


def _drawn(link: ShareLink) -> dict[str, Any]:
    address = share_address(g.tenant, link)
    label = _("QR code for %(address)s", address=address)
    return {
        "svg": qr_svg(address, label),
        "address": address,
        "id": link.id,
        "language": interface_language(),
    }


def _funnel_words(shared: ShareTarget | None, funnel: dict[str, int] | None) -> list[tuple[str, int]]:
    """What came of a code; scans alone where nothing else is counted because nobody may be known."""
    names = (_("Scans"), _("Visits"), _("Started"), _("Finished"))
    counts = funnel or dict.fromkeys(FUNNEL, 0)
    has_steps = counts["start"] or not counts["complete"]  # not every tool knows of a beginning
    steps = [
        (name, counts[verb]) for name, verb in zip(names, FUNNEL, strict=True) if verb != "start" or has_steps
    ]
    return steps[:1] if shared is not None and shared.anonymous else steps


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set(
        "Content-Disposition", "attachment" if "download" in request.args else "inline", filename=name
    )
    response.headers["Cache-Control"] = "private, max-age=300"
    return response
