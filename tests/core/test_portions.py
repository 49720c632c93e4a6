"""Long files, sent while they are read."""

from flask import g, has_app_context
from sqlalchemy import select

from core.database import db
from core.i18n import interface_language
from core.people.models import Person
from core.portions import send_in_portions


def test_each_portion_is_read_by_itself_in_the_tenant_and_language_of_the_request(app, tenant, other_tenant):
    with other_tenant.scope():
        db.session.add(Person(name="Theirs", role="contact"))
        db.session.commit()
    with tenant.scope():
        db.session.add_all(Person(name=name, role="contact") for name in ("Anna", "Bo", "Chen"))
        db.session.commit()
    asked, info = [], tenant.info()

    def portion(after):
        asked.append((after is None, interface_language(), g.tenant.slug))
        found = select(Person).where(Person.role == "contact").order_by(Person.id).limit(2)
        people = db.session.scalars(found.where(Person.id > after) if after else found).all()
        return "".join(f"{one.name}\n" for one in people), people[-1].id if len(people) == 2 else None

    with app.test_request_context("/?lang=zh"):
        g.tenant, g.language = info, "zh"
        answer = send_in_portions("Name\n", portion, name="people.csv", mimetype="text/csv")
    texts = [(text, has_app_context()) for text in answer.response]

    assert texts == [("Name\n", False), ("Anna\nBo\n", False), ("Chen\n", False)]
    assert asked == [(True, "zh", tenant.slug), (False, "zh", tenant.slug)]
    assert answer.headers["Content-Disposition"] == "attachment; filename=people.csv"
    assert answer.headers["Cache-Control"] == "no-store"
