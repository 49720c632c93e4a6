"""Pages as PDF by WeasyPrint, where it is installed (the extra ``pdf``) with the libraries it draws with."""

from typing import Any


class NoPdfError(RuntimeError):
    """There is no WeasyPrint here, or not what it needs of the system: let the browser print."""


def pdf_of(page: str, style: str) -> bytes:
    """A page of HTML with a stylesheet's text, as PDF; nothing is fetched for it. Raises `NoPdfError`."""
    weasyprint = _weasyprint()
    document = weasyprint.HTML(string=page, url_fetcher=_fetch_nothing)
    made: bytes = document.write_pdf(stylesheets=[weasyprint.CSS(string=style)])
    return made


def can_print() -> bool:
    """Whether `pdf_of` works here."""
    try:
        _weasyprint()
    except NoPdfError:
        return False
    return True


def _weasyprint() -> Any:
    """Imported when it is first needed: it is heavy, and optional."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NoPdfError from error
    return weasyprint


def _fetch_nothing(url: str, *_arguments: Any, **_options: Any) -> Any:
    raise ValueError(url)
