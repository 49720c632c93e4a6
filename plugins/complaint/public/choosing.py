"""The door: what the box is for, and the ways to write."""

from collections.abc import Sequence

from flask import g, render_template, url_for

from hutong import gettext as _, interface_language, policy, text_in
from plugins.complaint.models import Box
from plugins.complaint.opening import promise, why_closed
from plugins.complaint.public.blueprint import blueprint, box_or_404


@blueprint.get("/<code>")
@policy("anyone", anonymous=True)
def choose(code: str) -> str:
    """What the box is for, and the ways to write; or an honest page while it takes no letters."""
    box = box_or_404(code)
    if why := why_closed(box):
        return closed_page(box, why)
    return render_template(
        "complaint/public/choose.html",
        box=box,
        heading=_said(box.title),
        intro=_said(box.texts.get("intro")),
        promise=_said(box.texts.get("promise")) or promise(box.terms),
        keep_days=box.keep_days,
    )


def closed_page(box: Box, why: str, own_words: Sequence[str] = ()) -> str:
    """Why no letter is taken; `own_words` came too late and can be copied from the page."""
    titles = {
        "unset": (_("The box isn’t open yet"), _("This box opens soon. Please come back in a few days.")),
        "paused": (
            _("Paused for a while"),
            _("No letters are taken just now. Your code still works when it’s back."),
        ),
        "closed": (
            _("This box is closed"),
            _("It takes no new letters. Whoever wrote before can still read the answers."),
        ),
        "way": (_("Not this way"), _("This box takes no letters of this sort. Please choose another way.")),
    }
    title, text = titles[why]
    return render_template(
        "complaint/public/closed.html",
        picture={"unset": "gate-wait", "paused": "gate-paused"}.get(why, "gate-closed"),
        title=title,
        text=text,
        heading=_said(box.title),
        was_open=why != "unset",
        own_words=own_words,
        back_url=url_for("complaint.choose", code=box.code) if why == "way" else "",
    )


def _said(text: object) -> str:
    """A text of the box in the reader's language."""
    return text_in(text, interface_language(), g.tenant.languages)  # type: ignore[arg-type]
