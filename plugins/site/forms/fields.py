"""Fields of the editor: texts in every language of the tenant, links, pictures, opening hours.

Each keeps what was typed when it comes back with a message.
"""

import re
from collections.abc import Mapping
from typing import Any

from flask import g
from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from hutong import gettext as _
from plugins.site.blocks.parts import LANGUAGE
from plugins.site.targets import TargetError, as_typed, check_target

FREE = "free"
"""The choice of a link field that means: the address typed beside it."""


class WordsField(Field):  # type: ignore[misc]
    """A text by language. `required` asks for one language at least; `rows` > 1 draws a text area.

    Inputs are called ``<name>-<language>``. Languages that the tenant no longer shows are carried along.
    """

    def __init__(
        self, label: str = "", *, required: bool = False, most: int = 200, rows: int = 1, **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.required, self.most, self.rows = required, most, rows

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are asked for."""
        languages: tuple[str, ...] = g.tenant.languages
        return languages

    def input_name(self, language: str) -> str:
        """Name and id of the input for one language."""
        return f"{self.name}-{language}"

    def carried(self) -> dict[str, str]:
        """Texts in languages that the tenant does not show at present."""
        return {code: text for code, text in (self.data or {}).items() if code not in self.languages}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        del extra_filters
        self.process_errors: list[str] = []
        value = self.default if data is unset_value else data
        self.object_data = value
        self.data: dict[str, str] = dict(value or {})
        if formdata is None:
            return
        typed = {
            name[len(self.name) + 1 :]: formdata.get(name).replace("\r\n", "\n").strip()
            for name in formdata
            if name.startswith(f"{self.name}-") and re.fullmatch(LANGUAGE, name[len(self.name) + 1 :])
        }
        if typed:
            self.data = {code: text for code, text in typed.items() if text}

    def pre_validate(self, form: Any) -> None:
        """Raises `StopValidation` where nothing was written, or too much."""
        del form
        if self.required and not self.data:
            raise StopValidation(_("Write something here."))
        longest = max((len(text) for text in self.data.values()), default=0)
        if longest > self.most:
            raise StopValidation(
                _("This has %(length)s characters; %(most)s fit.", length=longest, most=self.most)
            )


class TargetField(Field):  # type: ignore[misc]
    """Where a link leads: one of the site's pages and tools, or an address that is typed."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        del extra_filters
        self.process_errors: list[str] = []
        self.data: str = "" if data is unset_value or data is None else data
        if formdata is None or f"{self.name}-pick" not in formdata:
            return
        pick, free = formdata.get(f"{self.name}-pick"), formdata.get(f"{self.name}-free", "").strip()
        self.data = free if pick == FREE else pick

    @property
    def is_free(self) -> bool:
        """Whether the address was typed."""
        return bool(self.data) and not self.data.startswith(("page:", "tool:"))

    def pre_validate(self, form: Any) -> None:
        """Makes the typed address whole. Raises `StopValidation` where it leads nowhere."""
        del form
        if not self.data:
            raise StopValidation(_("Choose where it leads."))
        try:
            self.data = as_typed(self.data) if self.is_free else check_target(self.data)
        except TargetError as error:
            raise StopValidation(
                _("This leads nowhere. Type a web address, a phone number or an e-mail address.")
            ) from error


class PictureField(Field):  # type: ignore[misc]
    """A drawing of the template or a photo, as ``{"art": …, "photo": …}``; an upload beside it wins."""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        del extra_filters
        self.process_errors: list[str] = []
        self.data: Mapping[str, str] = {} if data is unset_value or data is None else data
        if formdata is not None and self.name in formdata:
            kind, _colon, value = formdata.get(self.name).partition(":")
            self.data = {kind: value} if kind in ("art", "photo") and value else {}

    @property
    def chosen(self) -> str:
        """The value of the chosen input: ``art:cup.svg``, ``photo:k3…`` or empty."""
        return next((f"{kind}:{value}" for kind, value in self.data.items() if value), "")


class RangesField(Field):  # type: ignore[misc]
    """Open times of a day: up to `slots` pairs of times, inputs ``<name>-<n>-from`` and ``-to``."""

    def __init__(self, label: str = "", *, slots: int = 2, **more: Any) -> None:
        super().__init__(label, **more)
        self.slots = slots

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        del extra_filters
        self.process_errors: list[str] = []
        value = () if data is unset_value or data is None else data
        self.data: list[list[str]] = [list(pair) for pair in value]
        if formdata is None or f"{self.name}-0-from" not in formdata:
            return
        pairs = [self._typed(formdata, slot) for slot in range(max(self.slots, 4))]
        self.data = [pair for pair in pairs if any(pair)]

    def _typed(self, formdata: Any, slot: int) -> list[str]:
        return [_clock(formdata.get(f"{self.name}-{slot}-{end}", "")) for end in ("from", "to")]

    def shown(self) -> list[list[str]]:
        """The pairs to draw: what there is, and empty ones up to the number of slots."""
        there = [["00:00" if time == "24:00" else time for time in pair] for pair in self.data]
        return there + [["", ""]] * (self.slots - len(there))

    def pre_validate(self, form: Any) -> None:
        """Raises `StopValidation` for half a pair or something that is no time."""
        del form
        if any(
            not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", time) for pair in self.data for time in pair
        ):
            raise StopValidation(_("Give both times, like 9:00 and 18:00."))


def _clock(text: str) -> str:
    """``9:00`` and ``９：００`` as ``09:00``."""
    plain = text.strip().replace("：", ":")
    return plain.zfill(5) if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}", plain) else plain
