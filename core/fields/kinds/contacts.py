"""Ways to answer somebody: e-mail and phone."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from core.fields.answers import Answer, AnswerError
from core.fields.kinds.kind import Kind, text_of
from core.fields.kinds.numbers import half_width
from core.fields.questions import Email, Phone
from core.fields.say import Message, lazily as _, lazily_counted as ngettext

MOBILE_DIGITS = 11  # of China: 1, 3–9 and nine more (Ministry of Industry and Information Technology)


def _or_empty(question: Email | Phone, message: Message) -> Message:
    """Nobody has to leave a way to be reached where it is not required: say so."""
    if question.required:
        return message
    return _("%(message)s Or leave it empty.", message=message)


class Mail(Kind[Email]):
    """Raw: what was typed. Nobody's mail server is asked."""

    name = "email"
    seconds = 12

    def clean(self, question: Email, raw: Answer) -> Answer | None:
        typed = "".join(half_width(text_of(raw)).split())
        if not typed:
            return None
        try:
            return str(validate_email(typed, check_deliverability=False).normalized)
        except EmailNotValidError as error:
            message = _("This e-mail address is not complete; it looks like name@example.com.")
            if "@" not in typed:
                message = _("An e-mail address has an @ in it.")
            raise AnswerError(
                _or_empty(question, message), _("the e-mail address is not complete")
            ) from error


class Telephone(Kind[Phone]):
    """Raw: what was typed. Canonical: E.164, such as +8613800138000."""

    name = "phone"
    seconds = 12

    def clean(self, question: Phone, raw: Answer) -> Answer | None:
        typed = half_width(text_of(raw))
        if not typed:
            return None
        digits = "".join(character for character in typed if character in "0123456789")
        mobile = question.region == "CN" and typed[0] == "1"
        if mobile and len(digits) != MOBILE_DIGITS:
            raise self._wrong_length(question, len(digits))
        number = self._number(typed[:40], question.region)
        if number is None:
            raise self._not_a_number(question, abroad=typed.startswith(("+", "00")))
        return phonenumbers.format_number(number, PhoneNumberFormat.E164)

    def _number(self, typed: str, region: str) -> PhoneNumber | None:
        abroad = "+" + typed[2:] if typed.startswith("00") else typed
        try:
            number = phonenumbers.parse(abroad, region)
        except NumberParseException:
            return None
        return number if phonenumbers.is_valid_number(number) else None

    def _wrong_length(self, question: Phone, count: int) -> AnswerError:
        message = _(
            "A mobile number has %(right)d digits; this has %(count)d.", right=MOBILE_DIGITS, count=count
        )
        brief = ngettext(
            "the number is %(num)d digit short",
            "the number is %(num)d digits short",
            MOBILE_DIGITS - count,
        )
        if count > MOBILE_DIGITS:
            message = _(
                "A mobile number has %(right)d digits; these are %(count)d.", right=MOBILE_DIGITS, count=count
            )
            brief = _("the number has too many digits")
        return AnswerError(_or_empty(question, message), brief)

    def _not_a_number(self, question: Phone, *, abroad: bool) -> AnswerError:
        message = _("There is no such number here. One from abroad begins with + and the country’s code.")
        if abroad:
            message = _("There is no such number in that country.")
        return AnswerError(_or_empty(question, message), _("check the number"))

    def words(self, question: Phone, answer: Answer, language: str) -> str:
        number = phonenumbers.parse(str(answer), question.region)
        at_home = phonenumbers.region_code_for_number(number) == question.region
        form = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
        return str(phonenumbers.format_number(number, form))
