"""Pages as PDF by WeasyPrint, where it is installed (the extra ``pdf``) with the libraries it draws with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class NoPdfError(RuntimeError):
    """There is no WeasyPrint here, or not what it needs of the system: let the browser print."""


def pdf_of(page: str, style: str, *, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """A page of HTML with a stylesheet's text, as PDF. Raises `NoPdfError`.

    `pictures` are the images that the page names, by whole addresses (``photo:CODE``); nothing is fetched,
    and what is not among them stays empty.
    """
    weasyprint = _weasyprint()
    fetcher = _only(pictures)
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    made: bytes = document.write_pdf(stylesheets=[weasyprint.CSS(string=style, url_fetcher=fetcher)])
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


def _only(pictures: Mapping[str, bytes]) -> Any:
    """What WeasyPrint asks for addresses: it knows `pictures`, and reaches for nothing else."""
    urls = _weasyprint().urls

    class Handed(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - WeasyPrint's signature
            if url not in pictures:
                raise ValueError(url)
            return urls.URLFetcherResponse(url, pictures[url])

    return Handed()
