"""Trying at once: a guest account, a session, a community, and the way into its console."""

from typing import Any

from flask import abort, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from core.accounts.guests import create_guest
from core.accounts.limits import may_try, sender
from core.accounts.sessions import sign_in
from core.errors import error_page
from core.gallery.catalog import TemplateError, TemplateInfo
from core.gallery.entry import WAIT_SECONDS, Entry, issue_wait, judge_entry, session_binding
from core.gallery.platform import blueprint, template_called_here
from core.gallery.trials import start_trial
from core.i18n import LANGUAGES, gettext as _, interface_language
from core.policy import policy
from core.proof_of_work import new_challenge
from core.tenants.operations import TrialLimitError
from core.urls import console_url

A_SENDER_MAY = "20 per hour"
"""Trials from one network address; a whole street may share one."""


@blueprint.get("/-/try/challenge")
@policy("anyone")
def challenge() -> dict[str, Any]:
    """A puzzle for this browser."""
    return new_challenge(session_binding())


@blueprint.post("/-/try/<template>")
@policy("anyone")
def try_template(template: str) -> ResponseReturnValue:
    """Open a community from a template and go to its console."""
    found = template_called_here(template)
    if g.account is None or g.account.email is None:
        entry = judge_entry(proof=request.form.get("altcha", ""), wait=request.form.get("wait", ""))
        if entry is not Entry.PAID:
            return _ask_to_wait(found, again=entry is Entry.EARLY)
        if not may_try(A_SENDER_MAY, "try", sender()):
            return _too_many()
    return _open(found)


def _open(template: TemplateInfo) -> ResponseReturnValue:
    language = interface_language()
    settings = current_app.extensions["hutong.settings"]
    owner = g.account or create_guest(language=language)
    languages = [language, *(other for other in LANGUAGES if other != language)]
    try:
        info = start_trial(template=template, languages=languages, owner=owner, settings=settings)
    except TrialLimitError:
        return _full()
    except TemplateError:
        abort(404)
    if g.account is None:
        sign_in(owner)
    return redirect(console_url(info, "console.today"), code=303)


def _ask_to_wait(template: TemplateInfo, *, again: bool) -> ResponseReturnValue:
    wait = request.form.get("wait", "") if again else issue_wait()
    return render_template(
        "gallery/wait.html", template=template, wait=wait, seconds=WAIT_SECONDS, again=again
    )


def _too_many() -> ResponseReturnValue:
    return error_page(
        429,
        _("Many doors opened from here"),
        _("A lot of trials were started from your network in the last hour. Wait a little, or sign in."),
    )


def _full() -> ResponseReturnValue:
    return error_page(
        503,
        _("The lane is full right now"),
        _(
            "As many trials are running as this place can hold. "
            "Some end every hour: please come back a little later."
        ),
    )
