"""What a browser would send of a form: for tests that fill in real pages."""

from html.parser import HTMLParser


class SentForm(HTMLParser):
    """Collects the fields of the form with an id; afterwards `fields` holds (name, value) pairs."""

    def __init__(self, html, form_id):
        super().__init__()
        self.form_id, self.inside, self.fields = form_id, False, []
        self.select = self.textarea = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and kind not in ("file", "submit"):
            if kind not in ("radio", "checkbox") or "checked" in given:
                self.fields.append((name, given.get("value", "on")))
        elif tag == "textarea":
            self.textarea = (name, "")
        elif tag == "select":
            self.select = (name, None)
        elif tag == "option" and self.select and (self.select[1] is None or "selected" in given):
            self.select = (self.select[0], given.get("value", ""))

    def handle_data(self, data):
        if self.textarea:
            self.textarea = (self.textarea[0], self.textarea[1] + data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            name, text = self.textarea
            self.fields.append((name, text.removeprefix("\n")))
            self.textarea = None
        elif tag == "select" and self.select:
            self.fields.append(self.select)
            self.select = None


def sent_fields(html, form_id):
    """The fields of a form as a dictionary."""
    return dict(SentForm(html, form_id).fields)
