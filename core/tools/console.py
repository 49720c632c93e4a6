"""The page of tools: on and off, and what becomes of a tool's data."""

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal

from core.i18n import gettext as _, interface_language
from core.jobs.operations import release_waiting_jobs
from core.notices import notify
from core.plugin_manager import plugins
from core.plugin_types import Manifest
from core.policy import policy
from core.tenants.models import Tenant
from core.tenants.operations import set_plugin
from core.tenants.pausing import end_pause
from core.tenants.queries import tenant_by_id
from core.texts import text_in
from core.tools.absence import absent_tools
from core.tools.exporting import export_of, readme_of, zipped
from core.tools.forms import DeleteDataForm
from core.tools.operations import ask_to_delete
from core.tools.queries import KeptData, deletion_state, kept_data

blueprint = Blueprint(
    "tools", __name__, subdomain="console", url_prefix="/settings/tools", template_folder="templates"
)


@blueprint.get("/")
@policy("admin")
def index() -> str:
    """Tools, on and off, and those that are not available at the moment."""
    engine = plugins()
    return render_template(
        "tools/index.html",
        tools=[engine.manifests[name] for name in engine.names],
        absent=absent_tools(g.tenant),
        deletions={name: deletion_state(name) for name in engine.names if name not in g.tenant.plugins},
    )


@blueprint.post("/<name>")
@policy("admin")
def switch(name: str) -> ResponseReturnValue:
    """Switch a tool on or off. Its data stays; its pages and codes pause."""
    _manifest_or_404(name)
    enabled = request.form.get("enabled") == "1"
    if enabled and deletion_state(name) == "asked":
        notify(_("Its data is being deleted. Try again in a minute."), kind="bad")
        return redirect(url_for("tools.index"))
    set_plugin(tenant=_row(), plugin=name, enabled=enabled)
    if enabled:
        notify(_("Switched on. Everything is as it was."))
    else:
        notify(_("Switched off. Nothing is deleted; printed codes say that it pauses."))
    return redirect(url_for("tools.index"))


@blueprint.post("/<name>/try")
@policy("admin")
def try_again(name: str) -> ResponseReturnValue:
    """Let a tool that pauses because it failed onto the pages again; what waited for it is done now."""
    _manifest_or_404(name)
    end_pause(tenant_id=g.tenant.id, plugin=name)
    release_waiting_jobs()
    notify(_("It’s back on your pages. If it fails again, it pauses again."))
    return redirect(url_for("tools.index"))


@blueprint.route("/<name>/data", methods=["GET", "POST"])
@policy("owner")
def data(name: str) -> ResponseReturnValue:
    """What a tool keeps, in numbers; a copy of it; and its deletion, which takes the tool's name."""
    manifest = _manifest_or_404(name)
    form = DeleteDataForm([name, *manifest.title.values()])
    is_on, state = name in g.tenant.plugins, deletion_state(name)
    if not is_on and state != "asked" and form.validate_on_submit():
        ask_to_delete(plugin=name, asked_by=g.person.id)
        notify(_("Its data is being deleted. This takes a moment; you’ll get a mail."))
        return redirect(url_for("tools.index"))
    kept = kept_data(manifest)
    page = render_template(
        "tools/data.html",
        tool=manifest,
        kept=kept,
        kept_lines=_in_words(kept),
        form=form,
        is_on=is_on,
        state=state,
    )
    return page, 422 if form.errors else 200


@blueprint.get("/<name>/data.zip")
@policy("owner")
def copy(name: str) -> ResponseReturnValue:
    """Everything the tool keeps, as a zip."""
    _manifest_or_404(name)
    export = export_of(name)
    response = Response(zipped(export.members(readme_of(export))), mimetype="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename=f"{g.tenant.slug}-{name}.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def _in_words(kept: KeptData) -> list[tuple[str, str]]:
    """How many there are of each, the rest together."""
    lines = [(text_in(words, interface_language()), format_decimal(count)) for words, count in kept.named]
    return [*lines, (_("What belongs to them") if lines else _("Entries"), format_decimal(kept.others))]


def _manifest_or_404(name: str) -> Manifest:
    return plugins().manifests.get(name) or abort(404)


def _row() -> Tenant:
    return tenant_by_id(g.tenant.id) or abort(404)
