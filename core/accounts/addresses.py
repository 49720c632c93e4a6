"""E-mail addresses as they are compared and kept."""

from email_validator import EmailNotValidError, validate_email


class AddressError(ValueError):
    """Not an e-mail address; the message says why, in English."""


def normal_address(text: str) -> str:
    """`text` as an address in one spelling, all lower case. Raises `AddressError`."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise AddressError(str(error)) from error
    address = found.normalized.lower()
    if len(address) > 254:
        raise AddressError("too long")
    return address
