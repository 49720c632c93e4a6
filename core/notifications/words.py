"""How often somebody is written to, and what became of a mail, in words."""

from flask_babel import lazy_gettext as _l

from core.i18n import gettext as _
from core.mail.models import MailMessage
from core.notifications.models import Notification

CHOICE_WORDS = {
    "each": _l("At once, when there is something"),
    "daily": _l("Once a day, in the morning"),
    "off": _l("Never. I look at my page"),
}
_IN_SHORT = {"each": _l("at once"), "daily": _l("one a day")}


def choice_in_short(choice: str) -> str:
    """How often somebody is mailed; what is neither of the two gets none."""
    return str(_IN_SHORT.get(choice, _("none at all")))


def fate_in_words(notification: Notification, mail: MailMessage | None) -> str:
    """How something that was told reached the person, as far as we know; nothing is made to look better."""
    if mail is not None:
        return _fate_of_mail(mail)
    if notification.mailed_at is not None:
        return _("Mailed. Whether it arrived is no longer kept")
    if notification.due_at is not None and notification.read_at is None:
        return _("A mail is still to come")
    return _("Only on their page")


def _fate_of_mail(mail: MailMessage) -> str:
    match mail.state:
        case "sent":
            return _("Mailed")
        case "kept":
            return _("Not mailed: no mail server is set up here")
        case "held":
            return _("Mail held back: nothing leaves while on trial")
        case "failed":
            return _("The mail was refused: %(why)s", why=mail.error)
        case _ if mail.error:
            return _("The mail has not got through yet: %(why)s", why=mail.error)
        case _:
            return _("The mail is on its way")
