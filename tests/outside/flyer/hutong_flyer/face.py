"""A flyer as it reads in one language: what its page, its preview and its paper are drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import east_asian_width

from babel.dates import format_date

from hutong import ShareTarget, TenantInfo, day, now, public_url, text_in
from hutong.pages import changes_at, things_to_share
from hutong.photos import Photo, photos_by_code
from hutong_flyer.content import LINES, FlyerContent

FRESH = timedelta(seconds=60)
"""What a button leads to may open or close without this plugin hearing of it: kept this long."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a flyer says in one language, line by line; points with their prices."""

    headline: Sequence[str]
    lines: Sequence[str]
    points: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Face:
    """Everything that is read on a flyer; `until` and `address` may be empty, `photo` None."""

    language: str
    shop: str
    words: Words
    until: str
    button: str
    address: str
    art: str
    photo: Photo | None

    @property
    def title(self) -> str:
        """The headline on one line."""
        return on_one_line(self.words.headline)


def face_of(tenant: TenantInfo, content: FlyerContent, language: str) -> Face:
    """The flyer in `language`, or in the first of the tenant's languages that it is written in."""
    spoken = content.speaks(tenant.languages)
    language = language if language in spoken else spoken[0]
    address = target_address(tenant, content.target)
    return Face(
        language=language,
        shop=tenant.name_in(language),
        words=words_in(content, language, tenant.languages),
        until=until_words(content.until, today(tenant), language),
        button=tenant.text(content.button, language) if address else "",
        address=address,
        art=content.art,
        photo=photos_by_code([content.photo]).get(content.photo) if content.photo else None,
    )


def words_in(content: FlyerContent, language: str, languages: Sequence[str]) -> Words:
    """What it says in `language`; what is missing there, in another one of `languages`."""
    return Words(
        headline=_lines(text_in(content.headline, language, languages), 2),
        lines=_lines(text_in(content.lines, language, languages), LINES),
        points=[
            (text, text_in(point.price, language, languages))
            for point in content.points
            if (text := text_in(point.text, language, languages))
        ],
    )


def on_one_line(lines: Sequence[str]) -> str:
    """Lines that were broken by hand on one; Chinese needs no space between them."""
    has_wide = any(east_asian_width(mark) in "WF" for line in lines for mark in line)
    return ("" if has_wide else " ").join(lines)


def today(tenant: TenantInfo) -> date:
    """The day by the shop's calendar."""
    return now().astimezone(tenant.zone).date()


def until_words(until: date | None, this_day: date, language: str) -> str:
    """The last day, as a flyer says it: without the year where that is plain."""
    if until is None:
        return ""
    if until.year != this_day.year:
        return day(until)
    pattern, locale = ("M 月 d 日", "zh") if language == "zh" else ("d MMMM", "en")
    return str(format_date(until, pattern, locale=locale))


def target_address(tenant: TenantInfo, target: str) -> str:
    """Where the button leads; empty where there is none, or what it leads to is gone or not open yet."""
    if target == "home":
        return public_url(tenant, "public.home")
    changes_at(now() + FRESH if target else None)
    return next((thing.url for thing in leads_to(tenant) if name_of(thing) == target), "")


def leads_to(tenant: TenantInfo) -> list[ShareTarget]:
    """What a button can lead to: everything of other tools that can be shared and is no draft."""
    things = things_to_share(tenant, without="flyer")
    return [thing for thing in things if thing.key and thing.state != "draft"]


def name_of(thing: ShareTarget) -> str:
    """What a flyer keeps of a thing it leads to."""
    return f"{thing.plugin}/{thing.key}"


def _lines(text: str, most: int) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()][:most]
