"""What arrives from people, programs and attackers: values, addresses and bodies that no page expects."""

import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from core.testing.contracts.pages import FormOnPage

LONG = "长x" * 12_000
KEPT = ("csrf_token", "form_token")
"""Fields that are left alone: without them a form is refused before anybody reads the rest."""
VALUES: dict[str, Any] = {
    "nothing": "",
    "very long": LONG,
    "a zero byte": "a\0b",
    "digits": "9" * 40,
    "below zero": "-1",
    "no number": "NaN",
    "a day that never was": "0000-00-00T00:00",
    "a day out of range": "9999-12-31T23:59",
    "an id of nothing": str(uuid.UUID(int=1)),
    "marks": "\u202e\ufeff\u2028\U0001f4a9\x1b[31m\r\n'\"<>&;%s{0}{{7*7}}${7*7}",
    "a list": ["1", "2", ""],
}
PLACES = ("%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "z" * 4000, "%E2%80%AE", "-1", "9" * 40)
"""Written into an address."""
CHOSEN = frozenset({"select", "radio", "checkbox", "button", "submit"})
"""What is chosen from a list is compared with the list: all at once is enough for these."""
FILES = (b"", b"GIF89a<script>", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
FORM = "application/x-www-form-urlencoded"
BROKEN_BODY = (b"name=\xff\xfe&email=%ED%A0%80&code=%ff", FORM)
BODIES = (
    (b'{"name": [1, {"a": null}]}', "application/json"),
    (b"--x\r\n\r\n", "multipart/form-data"),
    (b'--x\r\nContent-Disposition: form-data; name="a"', "multipart/form-data; boundary=x"),
    (b"&".join(b"f%d=1" % n for n in range(2000)), FORM),
)
"""Each route gets the broken one and one of these, in turn: all are read by the core, before the view."""


def spoilt(form: FormOnPage, *, one_by_one: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, data) of every way in which a form is sent badly.

    `one_by_one`: also with one field too long while all others hold what the page put there.
    """
    fields, files = form.fields, form.files
    kept = {name: value for name, value in fields.items() if name in KEPT}
    yield "as it is", dict(fields)
    if not fields.keys() - kept and not files:
        return  # a button
    for name, value in VALUES.items():
        yield name, {**dict.fromkeys((*fields, *files), value), **kept}
    for field in sorted(fields.keys() - kept) if one_by_one else ():
        if form.kinds.get(field) in CHOSEN:
            continue
        name = "digits" if form.kinds.get(field) == "number" else "very long"
        yield f"{name} in {field}", {**fields, field: VALUES[name]}
    for field in files:
        for content in FILES:
            yield "a bad file", {**fields, field: (BytesIO(content), "../../a\u202e\0.png")}
