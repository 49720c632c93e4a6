"""A template's boxes: imported once, exported again in the same shape."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select

from hutong import Starter, StarterError, TenantInfo, db, first_link, read_starter
from hutong.fields import DefinitionError, FormDefinition
from plugins.complaint.models import Box, Topic
from plugins.complaint.queries import boxes, topics_of

FILE = "content/complaint.yaml"
Text = dict[str, str]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Title = Annotated[Text, Field(min_length=1)]
Ways = Literal["anonymous", "named"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StarterTopic(_Strict):
    """One thing a letter can be about; its questions are read by `FormDefinition`."""

    key: Key
    title: Title
    hint: Text = {}
    questions: list[Any] = []


class StarterBox(_Strict):
    """One box of the file. `terms` are those of `deadlines.Terms`."""

    key: Key
    title: Title
    intro: Text = {}
    promise: Text = {}
    thanks: Text = {}
    ways: Annotated[list[Ways], Field(min_length=1)] = ["anonymous", "named"]
    terms: dict[str, Any] = {}
    keep_days: int = Field(default=365, ge=30, le=3650)
    shows_names: bool = False
    topics: Annotated[list[StarterTopic], Field(min_length=1)]

    def texts(self) -> dict[str, Text]:
        """The words around the letter, by the names under which a box keeps them."""
        named = {"intro": self.intro, "promise": self.promise, "thanks": self.thanks}
        return {name: text for name, text in named.items() if text}


class StarterFile(_Strict):
    """The whole file."""

    boxes: list[StarterBox] = []


def apply_starter(tenant: TenantInfo, starter: Starter) -> None:
    """Make the boxes of a template, each with its topics and a share link.

    They take letters once the owner has set up the keys. A box that is there already, in the bin too, stays
    as its owner has it. Raises `StarterError`.
    """
    where = f"{starter.template}/{FILE}"
    file = _read(starter.content, where)
    known = set(db.session.scalars(select(Box.starter_key).where(Box.starter_key.is_not(None))))
    for number, box in enumerate(file.boxes):
        if box.key not in known:
            _make(box, tenant.languages, number)


def _read(content: Mapping[str, Any], where: str) -> StarterFile:
    """The file. Raises `StarterError` for all that is wrong, inside its questions too."""
    faults = list(_question_faults(content, where))
    try:
        file = read_starter(StarterFile, content, where=where)
    except StarterError as error:
        faults.append(str(error))
    if faults:
        raise StarterError("\n".join(faults))
    return file


def _question_faults(content: Mapping[str, Any], where: str) -> Iterator[str]:
    for number, box in _numbered(content, "boxes"):
        for position, topic in _numbered(box, "topics"):
            try:
                _checked(topic.get("questions") or [])
            except DefinitionError as error:
                place = f"{where}: boxes[{number}].topics[{position}]"
                yield from (f"{place}: {problem.message}" for problem in error.problems)


def _numbered(node: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    items = node.get(name)
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield number, item


def _make(starter: StarterBox, languages: Sequence[str], number: int) -> None:
    box = Box(
        starter_key=starter.key,
        title=starter.title,
        texts=starter.texts(),
        languages=[language for language in languages if starter.title.get(language)] or list(languages),
        takes_anonymous="anonymous" in starter.ways,
        takes_named="named" in starter.ways,
        terms=starter.terms,
        keep_days=starter.keep_days,
        shows_names=starter.shows_names,
        position=number,
    )
    db.session.add(box)
    db.session.flush()
    for position, topic in enumerate(starter.topics):
        db.session.add(
            Topic(
                box_id=box.id,
                key=topic.key,
                title=topic.title,
                hint=topic.hint,
                questions=_checked(topic.questions),
                position=position,
            )
        )
    db.session.flush()
    first_link(plugin="complaint", object_kind="box", object_id=box.id)


def _checked(questions: list[Any]) -> list[Any]:
    """Questions in the form in which they are kept. Raises `DefinitionError`."""
    if not questions:
        return []
    definition = FormDefinition.from_data({"pages": [{"questions": questions}]})
    checked: list[Any] = definition.to_data()["pages"][0]["questions"]
    return checked


def export_starter() -> dict[str, Any]:
    """Every box in the form of ``content/complaint.yaml``; no letter, no key."""
    return {"boxes": [_written(box) for box in boxes()]}


def _written(box: Box) -> dict[str, Any]:
    ways = [way for way, taken in (("anonymous", box.takes_anonymous), ("named", box.takes_named)) if taken]
    written = {
        "key": box.starter_key or box.code,
        "title": box.title,
        **{name: box.texts.get(name) for name in ("intro", "promise", "thanks")},
        "ways": ways,
        "terms": box.terms,
        "keep_days": box.keep_days,
        "shows_names": box.shows_names,
        "topics": [_written_topic(topic) for topic in topics_of(box.id)],
    }
    return {name: value for name, value in written.items() if value}


def _written_topic(topic: Topic) -> dict[str, Any]:
    written = {"key": topic.key, "title": topic.title, "hint": topic.hint, "questions": topic.questions}
    return {name: value for name, value in written.items() if value}
