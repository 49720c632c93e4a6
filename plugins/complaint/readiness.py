"""What stands in the way of letters being read, in the order in which to mend it."""

from dataclasses import dataclass

from hutong import gettext as _, ngettext, text_in
from plugins.complaint.access import cases_of_nobody, count_of
from plugins.complaint.queries import active_handlers, all_topics, keyring, topic_handlers
from plugins.complaint.resealing import cases_on_old_sheets


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing to mend: what it means, the page where it is mended, and the button."""

    text: str
    endpoint: str
    label: str
    is_bad: bool = True


def obstacles(language: str) -> list[Obstacle]:
    """Everything that is wrong, worst first; empty: letters can come and will be read."""
    handlers = active_handlers()
    if keyring() is None:
        return [_not_open(has_handler=bool(handlers))]
    if not handlers:
        return [
            Obstacle(
                _("Nobody can read letters: there is no handler any more."),
                "complaint_console.join",
                _("Become a handler"),
            )
        ]
    return [*_orphans(), *_topics_without(language), *_alone(len(handlers)), *_old_sheets()]


def _not_open(*, has_handler: bool) -> Obstacle:
    if has_handler:
        return Obstacle(
            _("The box is not open yet: the recovery sheet was never confirmed."),
            "complaint_console.sheet",
            _("Make the sheet"),
        )
    return Obstacle(
        _("The box is not open yet. It takes one minute."), "complaint_console.set_up", _("Open the box")
    )


def _orphans() -> list[Obstacle]:
    count = count_of(cases_of_nobody())
    if not count:
        return []
    said = ngettext(
        "%(num)s letter can be opened with the recovery sheet only: no handler has its key.",
        "%(num)s letters can be opened with the recovery sheet only: no handler has their keys.",
        count,
    )
    return [Obstacle(said, "complaint_console.recover", _("Use the sheet"))]


def _topics_without(language: str) -> list[Obstacle]:
    """Topics whose own handlers have all gone: their letters go to everybody."""
    active = {handler.id for handler in active_handlers()}
    given = topic_handlers()
    lost = [
        text_in(topic.title, language)
        for topic in all_topics()
        if given.get(topic.id) and not given[topic.id] & active
    ]
    if not lost:
        return []
    said = _(
        "Nobody who was chosen for %(topics)s is there any more: these letters go to all handlers.",
        topics=_(", ").join(f"“{title}”" for title in lost),
    )
    return [Obstacle(said, "complaint_console.handlers", _("Choose handlers"))]


def _alone(count: int) -> list[Obstacle]:
    if count != 1:
        return []
    said = _("There is one handler. If they are away or complained about, nobody answers.")
    return [Obstacle(said, "complaint_console.handlers", _("Ask a second one"), is_bad=False)]


def _old_sheets() -> list[Obstacle]:
    count = cases_on_old_sheets()
    if not count:
        return []
    said = ngettext(
        "%(num)s letter still opens with the old recovery sheet only. Keep that sheet as well.",
        "%(num)s letters still open with the old recovery sheet only. Keep that sheet as well.",
        count,
    )
    return [Obstacle(said, "complaint_console.sheet", _("To the recovery sheet"), is_bad=False)]
