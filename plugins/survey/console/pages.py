"""Pages of a form: a title for one, or one page less."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    notify,
    policy,
    text_in,
    texts_data,
    texts_form,
)
from plugins.survey.console.blueprint import blueprint, survey_or_404
from plugins.survey.editing import save_draft, with_page_title, without_page
from plugins.survey.forms import PAGE_WORDS


@blueprint.route("/<code>/pages/<int:page_index>", methods=["GET", "POST"])
@policy("staff", permission="survey.edit")
def page(code: str, page_index: int) -> ResponseReturnValue:
    """What a page is called."""
    survey = survey_or_404(code, lock=request.method == "POST")
    if page_index >= len(survey.draft["pages"]):
        abort(404)
    title = survey.draft["pages"][page_index].get("title") or {}
    saved, base = texts_data({"title": title}), digest_of(title)
    form = texts_form(PAGE_WORDS, survey.languages)(data={**saved, "base": base})
    if form.validate_on_submit():
        if form.base.data != base:
            back = url_for("survey_console.builder", code=code)
            called = text_in(survey.title, interface_language())
            return form_conflict_page(called, form, saved, base=base, back=back)
        save_draft(survey=survey, draft=with_page_title(survey.draft, page_index, form.texts()["title"]))
        notify(_("Saved. Customers see it when you publish."))
        return redirect(url_for("survey_console.builder", code=code))
    shown = render_template("survey/console/page.html", survey=survey, form=form, page_index=page_index)
    return shown, 422 if request.method == "POST" else 200


@blueprint.post("/<code>/pages/<int:page_index>/remove")
@policy("staff", permission="survey.edit")
def remove_page(code: str, page_index: int) -> ResponseReturnValue:
    """One page less; its questions move to the page before it."""
    survey = survey_or_404(code, lock=True)
    if page_index >= len(survey.draft["pages"]):
        abort(404)
    save_draft(survey=survey, draft=without_page(survey.draft, page_index))
    notify(
        _("The page is gone; its questions moved to the one before."),
        undo_url=url_for("survey_console.undo", code=code),
    )
    return redirect(url_for("survey_console.builder", code=code))
