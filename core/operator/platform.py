"""The operator's way in and first page."""

from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.sessions import sign_in
from core.accounts.tokens import account_of_token, use_token
from core.console.shell import Tab
from core.errors import error_page
from core.i18n import gettext as _, interface_language
from core.jobs.queries import parked_jobs
from core.mail.queries import mail_counts
from core.operator.queries import figures
from core.plugin_manager import plugins
from core.policy import policy
from core.tenants.pausing import all_pauses

blueprint = Blueprint(
    "operator", __name__, subdomain="platform", url_prefix="/-/operator", template_folder="templates"
)


@blueprint.route("/enter/<token>", methods=["GET", "POST"])
@policy("token")
def enter(token: str) -> ResponseReturnValue:
    """The printed link: a press uses it up, so that a preview of the address cannot."""
    if account_of_token(token, "operator") is None:
        return error_page(
            404,
            _("This link has been used or is too old"),
            _("Start the server again: it prints a fresh one."),
        )
    if request.method == "GET":
        return render_template("operator/enter.html", token=token)
    account = use_token(token, "operator")
    if account is None or not account.is_operator:
        abort(404)
    if account.email is None:
        account.language = interface_language()
    sign_in(account)
    return redirect(url_for("operator.index"), code=303)


@blueprint.get("/")
@policy("operator")
def index() -> str:
    """The installation in numbers, its tools and their faults, and work that did not get done."""
    engine = plugins()
    return render_template(
        "operator/index.html",
        figures=figures(),
        mails=mail_counts(),
        parked=parked_jobs(),
        tools=[engine.manifests[name] for name in engine.names],
        faults=_faults(engine.faults),
        pauses=all_pauses(),
        settings=current_app.extensions["hutong.settings"],
    )


def _faults(counted: Any) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for (plugin, hook), times in sorted(counted.items()):
        found.setdefault(plugin, []).append((hook, times))
    return found


def init_operator(app: Flask) -> None:
    """Give the operator's pages their tabs."""
    app.context_processor(_shell)


def _shell() -> dict[str, Any]:
    if request.blueprint != "operator" or g.get("account") is None or not g.account.is_operator:
        return {}
    open_reports = figures().open_reports
    entries = [
        (_("Overview"), "chart", "operator.index", 0),
        (_("Communities"), "building", "operator.tenants", 0),
        (_("Mails"), "mail", "operator.mails", 0),
        (_("Reports"), "flag", "operator.reports", open_reports),
        (_("Plans"), "seat", "operator.plans", 0),
    ]
    here = request.endpoint or ""
    return {
        "console_tabs": [
            Tab(
                label,
                icon,
                url_for(endpoint),
                current=here.startswith(endpoint.removesuffix("s")),
                badge=badge,
            )
            for label, icon, endpoint, badge in entries
        ]
    }
