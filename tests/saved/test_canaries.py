"""Every text of every table is marked; a saved template has only those that are content, and no person's."""

import itertools
import re

from sqlalchemy import select, update

from core.database import Base, db
from core.gallery.bundles import unpacked
from core.gallery.saving import Choices, photos_there, save_template
from core.media.models import MediaFile
from core.media.operations import store_photo
from core.people.models import Person
from core.sharing.models import ShareLink
from core.tenancy import TenantOwned
from core.testing.contracts.callers import opening_arguments
from plugins.meeting.models import Speaker
from tests.saved.scene import ABOUT, picture
from tests.security.filling import mark_texts, open_filled

CONTENT = frozenset(
    "club_badge.name club_offer.text club_offer.title club_place.name club_plan.name club_programme.name "
    "club_programme.points_name club_programme.welcome club_rule.title club_tier.benefits club_tier.name "
    "complaint_box.texts complaint_box.title complaint_topic.hint complaint_topic.questions "
    "complaint_topic.title meeting_agenda_item.title meeting_meeting.questions meeting_meeting.title "
    "meeting_series.title site_page.draft survey_survey.draft survey_survey.texts survey_survey.title".split()
)
"""Columns whose words go into a template."""


def test_no_word_of_a_person_is_in_what_was_saved(app):
    places, numbers = {}, itertools.count(10000)

    def make(place):
        mark = f"kanari{next(numbers)}"
        places[mark] = place
        return mark

    tenant = open_filled(app, "qinghe", make)
    opening_arguments(app, tenant)
    mark_texts(tenant, make)
    info = tenant.info()
    with tenant.scope():
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, TenantOwned) and "answers" in mapper.columns:
                marked = {"q": make(f"{mapper.local_table.name}.answers")}
                db.session.execute(update(mapper.class_).values(answers=marked))
        db.session.add(Person(role="contact", name=make("person.name"), phone="+8613800138000"))
        photo = store_photo(file=picture()).code
        for speaker in db.session.scalars(select(Speaker)):
            speaker.photo = photo
        db.session.commit()
        assert photo in photos_there(info)
        saved = save_template(info=info, choices=Choices(photos=(photo,)), about=ABOUT)
        db.session.commit()
        files = unpacked(saved.bundle)
        codes = [row.code for row in db.session.scalars(select(ShareLink))]
        codes += [row.code for row in db.session.scalars(select(MediaFile))]
        whole = b"\n".join([*(name.encode() for name in files), *files.values()]).decode("utf-8", "replace")

    kept = re.findall(r"kanari\d{5}", whole)
    assert {places[mark] for mark in kept} == CONTENT
    assert len(set(places.values())) > 70, "the control: every table has marks"
    for secret in (*codes, "street.example", "13800138000", "taken by kanari", str(info.id), info.slug):
        assert secret not in whole, secret
