"""The door: with a name or without one."""

from flask import g, render_template

from hutong import interface_language, policy, text_in
from plugins.complaint.public.blueprint import blueprint, box_or_404
from plugins.complaint.queries import keyring


@blueprint.get("/<code>")
@policy("anyone", anonymous=True)
def choose(code: str) -> str:
    """What the box is for, and the ways to write."""
    box = box_or_404(code)
    language = interface_language()
    return render_template(
        "complaint/choose.html",
        heading=text_in(box.title, language, g.tenant.languages),
        is_open=box.state == "open" and keyring() is not None,
    )
