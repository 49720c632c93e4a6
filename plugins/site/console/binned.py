"""The bin of pages: into it, out of it, and gone for good."""

import uuid

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from hutong import can_open, gettext as _, links_of, notify, policy, require_permission
from plugins.site.console.blueprint import EDIT, PUBLISH, blueprint, existing_page, title_of
from plugins.site.console.pages import attempt
from plugins.site.models import SitePage
from plugins.site.operations import bin_page, erase_page, restore_page
from plugins.site.queries import newest_number, page_by_id, pages


@blueprint.post("/pages/<uuid:page_id>/delete")
@policy("staff", permission=EDIT)
def delete(page_id: uuid.UUID) -> ResponseReturnValue:
    """Into the bin, with a way back."""
    page = existing_page(page_id)
    if page.published:
        require_permission(PUBLISH)
    refused = _("The first page cannot go. Make another page the first one before.")
    if not attempt(bin_page, page, refused=refused):
        return redirect(url_for(".edit", page_id=page.id))
    notify(_("Moved to the bin."), undo_url=url_for(".restore", page_id=page.id))
    return redirect(url_for(".index"))


@blueprint.get("/bin")
@policy("staff", permission=EDIT)
def binned() -> str:
    """Pages in the bin."""
    may_forget = can_open("site_console.forget")
    lines = [
        {
            "title": title_of(page),
            "meta": f"/{page.slug}",
            "restore": url_for(".restore", page_id=page.id),
            "forget": may_forget and url_for(".forget", binned_id=page.id),
        }
        for page in pages(in_bin=True)
    ]
    return render_template("site/console/bin.html", lines=lines)


@blueprint.post("/pages/<uuid:page_id>/restore")
@policy("staff", permission=EDIT)
def restore(page_id: uuid.UUID) -> ResponseReturnValue:
    """Out of the bin, as it was."""
    page = page_by_id(page_id) or abort(404)
    if page.published:
        require_permission(PUBLISH)
    restore_page(page=page)
    notify(_("The page is back as it was."))
    return redirect(url_for(".edit", page_id=page.id))


@blueprint.get("/bin/<uuid:binned_id>")
@policy("admin")
def forget(binned_id: uuid.UUID) -> str:
    """The last question: what goes, what stays, which codes lead there."""
    page = _binned_page(binned_id)
    codes = [
        (link.channel or _("First code"), url_for("sharing_console.link", link_id=link.id))
        for link in links_of(page.id)
    ]
    return render_template(
        "site/console/forget.html", title=title_of(page), versions=newest_number(page.id), codes=codes
    )


@blueprint.post("/bin/<uuid:binned_id>")
@policy("admin")
def forget_for_good(binned_id: uuid.UUID) -> ResponseReturnValue:
    """Gone, with every version of it."""
    page = _binned_page(binned_id)
    title = title_of(page)
    erase_page(page=page)
    notify(_("“%(title)s” is gone for good.", title=title))
    return redirect(url_for(".binned"))


def _binned_page(page_id: uuid.UUID) -> SitePage:
    page = page_by_id(page_id, lock=True)
    if page is None or not page.is_deleted:
        abort(404)
    return page
