"""`hutong tenant`: open, list, delete."""

import io
import re

import pytest
from sqlalchemy import select

from core.database import Base, db
from core.jobs.runner import run_due_jobs
from core.mail.queries import recent_mails
from core.schema import pending_units
from core.tenants.models import Tenant

CREATE = ("tenant", "create", "tale-shop", "--template", "corner-shop", "--owner", "Ann@Example.org")


def tenants(app):
    with app.app_context():
        return db.session.scalars(select(Tenant.slug)).all()


def path_of(url):
    return re.sub(r"^https?://[^/]+", "", url)


@pytest.mark.both_databases
def test_created_community_works_at_once(app, hutong_json, visitor):
    opened = hutong_json(*CREATE)

    address = opened["site_url"].removesuffix("tale-shop/")
    assert opened == {
        "tenant": "tale-shop",
        "site_url": f"{address}tale-shop/",
        "console_url": f"{address}console/tale-shop/",
        "links": [{"plugin": "tale", "title": "first", "url": opened["links"][0]["url"]}],
    }
    assert visitor.get(path_of(opened["links"][0]["url"])).status_code == 302
    assert "从前有一条胡同" in visitor.get("/tale-shop/?lang=zh").text


def test_first_command_of_an_installation_may_be_this_one(app, hutong):
    with app.app_context():
        Base.metadata.drop_all(db.engine)

    assert hutong(*CREATE)[0] == 0
    assert tenants(app) == ["tale-shop"]
    assert pending_units(app) == []


def test_new_owner_gets_a_link_for_a_password_by_mail_and_on_screen(app, hutong, visitor):
    code, out, err = hutong(*CREATE)
    run_due_jobs(app)

    assert (code, "Link " in out) == (0, True)
    link = re.search(r"(http\S+/-/reset/\S+)", err)[1]
    with app.app_context():
        (mail,) = recent_mails()
        assert (mail.recipient, link in mail.text, mail.language) == ("ann@example.org", True, "zh")
    assert visitor.get(path_of(link)).status_code == 200


def test_owner_with_an_account_needs_no_link(app, hutong):
    hutong(*CREATE)
    with app.app_context():
        from core.accounts.models import Account
        from core.database import writing

        with writing():
            ann = db.session.scalars(select(Account)).one()
            ann.email, ann.claimed_email = ann.claimed_email, None
            db.session.commit()

    code, _, err = hutong("tenant", "create", "second", *CREATE[3:])

    assert (code, "reset" in err) == (0, False)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("No Good", *CREATE[3:]), 1, "'No Good': 3 to 40 small letters"),
        (("console", *CREATE[3:]), 1, "'console': this name is kept for the platform"),
        (("tale-shop", *CREATE[3:]), 1, "'tale-shop': another community has this name"),
        (
            ("fresh", "--template", "nope", "--owner", "a@b.cd"),
            1,
            "there is no template 'nope'; known: corner-shop",
        ),
        (("fresh", "--template", "corner-shop", "--owner", "ann"), 2, "--owner 'ann': "),
        (("fresh", *CREATE[3:], "--languages", "fr"), 2, "--languages is zh, en or both"),
        (("fresh", "--owner", "a@b.cd"), 2, "Missing option '--template'"),
    ],
)
def test_mistake_is_one_clear_line(app, hutong, arguments, code, words):
    hutong(*CREATE)

    ended, out, err = hutong("tenant", "create", *arguments)

    assert (ended, out, err.count("\n")) == (code, "", 1)
    assert words in err
    assert tenants(app) == ["tale-shop"]


def test_list_names_every_community(hutong, hutong_json):
    assert hutong_json("tenant", "list") == []
    hutong(*CREATE)

    (found,) = hutong_json("tenant", "list")

    assert {key: found[key] for key in ("tenant", "name", "status", "plan", "seats_taken")} == {
        "tenant": "tale-shop",
        "name": "街角小店",
        "status": "active",
        "plan": "free",
        "seats_taken": 1,
    }


def test_deletion_asks_first(app, hutong, monkeypatch):
    hutong(*CREATE)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))

    assert hutong("tenant", "delete", "tale-shop")[0] == 130
    assert tenants(app) == ["tale-shop"]
    assert hutong("tenant", "delete", "tale-shop", "--yes")[0] == 0
    assert tenants(app) == []
    assert hutong("tenant", "delete", "tale-shop", "--yes") == (
        1,
        "",
        "hutong: there is no community 'tale-shop'\n",
    )
