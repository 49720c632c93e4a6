"""What the forms of all blocks share: how a block becomes a form and a form becomes a block again."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from wtforms import FieldList, Form, FormField

from hutong import gettext as _
from plugins.site.blocks import Block, parse_block


class Row(Form):  # type: ignore[misc]
    """One entry of a list. An entry whose texts are all empty counts as not there."""

    def is_blank(self) -> bool:
        """Whether nothing was written in it."""
        return not any(_has_content(value) for value in self.data.values())


def _has_content(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_content(part) for part in value.values())
    if isinstance(value, list):
        return any(_has_content(part) for part in value)
    return isinstance(value, str) and bool(value)


class BlockForm(Form):  # type: ignore[misc]
    """The form of a kind; its fields are called as the block's."""

    @classmethod
    def of(cls, block: Block) -> "BlockForm":
        """The form filled from a block."""
        return cls(data=cls.form_data(block.model_dump(mode="json")))

    @classmethod
    def form_data(cls, stored: dict[str, Any]) -> dict[str, Any]:
        """The stored block in the shape of the form; kinds override it where the two differ."""
        if "art" in stored or "photo" in stored:
            stored["picture"] = {"art": stored.pop("art", ""), "photo": stored.pop("photo", "")}
        return stored

    def block_data(self) -> dict[str, Any]:
        """What the form says as data of a block, blank rows left out."""
        data = {field.name: _plain(field) for field in self}
        picture = data.pop("picture", None)
        return data if picture is None else {**data, "art": "", "photo": "", **picture}

    def validate(self, extra_validators: Any = None) -> bool:
        """Validate all rows but the blank ones."""
        for field in self:
            _drop_blank_rows(field)
        return bool(super().validate(extra_validators))

    def block(self, given: Mapping[str, Any]) -> Block | None:
        """The block, with `given` (kind, key …) added; None with a message where the model refuses it."""
        try:
            return parse_block({**self.block_data(), **given})
        except ValidationError as error:
            place = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
            field = self._fields.get(place)
            message = _("Something is missing or does not fit here.")
            if field is not None and not isinstance(field, FieldList):
                field.errors = [*field.errors, message]
            else:
                self.form_errors.append(message)
            return None


def _plain(field: Any) -> Any:
    if isinstance(field, FieldList):
        return [_plain(entry) for entry in field.entries]
    if isinstance(field, FormField):
        return {part.short_name: _plain(part) for part in field.form}
    return field.data


def _drop_blank_rows(field: Any) -> None:
    if not isinstance(field, FieldList):
        return
    for entry in field.entries:
        for part in entry.form:
            _drop_blank_rows(part)
    field.entries = [entry for entry in field.entries if not entry.form.is_blank()]
