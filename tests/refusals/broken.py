"""Tiny plugins, each with one mistake: the files that differ from a sound one, and what Hutong says."""

PLUGIN = """\
from hutong import Manifest, hookimpl
from hutong_NAME.public import blueprint


@hookimpl
def manifest():
    return Manifest(
        name="NAME",
        title={"zh": "墙", "en": "Wall"},
        summary={"zh": "写一句", "en": "Write a line"},
        icon="star",
        api="1.0",
    )


@hookimpl
def blueprints():
    return [blueprint]
"""
PUBLIC = """\
from flask import render_template
from hutong import PublicBlueprint, policy

blueprint = PublicBlueprint("NAME", __name__)


@blueprint.get("/")
@policy("anyone")
def index():
    return render_template("NAME/index.html")
"""
PAGE = '{% extends "layouts/public.html" %}{% block content %}<h1>{{ tenant.slug }}</h1>{% endblock %}\n'
MODELS = """\
from hutong import Base, TenantOwned
from sqlalchemy.orm import Mapped, mapped_column


class Wish(TenantOwned, Base):
    __tablename__ = "NAME_wish"
    text: Mapped[str] = mapped_column()
"""
SOUND = {
    "__init__.py": '"""A wall."""\n',
    "plugin.py": PLUGIN,
    "public.py": PUBLIC,
    "templates/NAME/index.html": PAGE,
}


MADE = {"migrations/versions/0001_wish.py": ""}


def plugin(old, new):
    return {"plugin.py": PLUGIN.replace(old, new)}


def public(old, new):
    return {"public.py": PUBLIC.replace(old, new)}


def hook(text):
    return {"plugin.py": f"{PLUGIN}\n\n@hookimpl\n{text}\n"}


PO = "translations/zh_Hans_CN/LC_MESSAGES/messages.po"
IMPORTED = public("from flask", "from hutong_NAME import models\nfrom flask")
LOOSE = """\
import sqlalchemy as sa
from hutong import Base

NOTES = sa.Table("TABLE", Base.metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("note", sa.Text))
"""
HIDDEN = LOOSE.replace("sa.Table(", "make(").replace("NOTES", "make = sa.Table\nNOTES")
BROKEN = {
    "nomanifest": (plugin("def manifest", "def about"), "plugin.py:1: the plugin has no manifest. @hookimpl def manifest() -> Manifest"),
    "nohook": (plugin("@hookimpl\ndef manifest", "def manifest"), "plugin.py:1: the plugin has no manifest. @hookimpl def manifest"),
    "notamanifest": (plugin("return Manifest(", "return dict("), "manifest() gave dict instead of a Manifest. Write: @hookimpl"),
    "badname": (plugin('name="NAME"', 'name="Bad Name"'), "plugin.py:7: the name 'Bad Name' is not one short word. 2 to 31 small letters"),
    "tableword": (plugin('name="NAME"', 'name="person"'), "plugin.py:7: the name 'person' is a word of Hutong's own, which its tables begin with. Choose another word"),
    "revisionword": (plugin('name="NAME"', 'name="alembic"'), "plugin.py:7: the name 'alembic' is a word of Hutong's own"),
    "addressword": (plugin('name="NAME"', 'name="people"') | public('"NAME"', '"people"'), "blueprint 'people' has a name that there is already. Choose another word"),
    "commandname": (plugin('name="NAME"', 'name="tenant"'), "plugin.py:7: the name 'tenant' is a command of hutong. Choose another word"),
    "noapi": (plugin('        api="1.0",\n', ""), 'plugin.py:7: the manifest has no api. api="1.0", the version it is written for'),
    "newerapi": (plugin('api="1.0"', 'api="9.0"'), "plugin.py:12: it speaks version 9.0 of the plugin API, this Hutong 1.0"),
    "notitle": (plugin('"zh": "墙", ', ""), 'plugin.py:9: the title has no words in zh. "zh": "…"'),
    "unknownhook": (hook("def menue(tenant, language):\n    return []"), "plugin.py:22: there is no hook 'menue'. Did you mean 'menu'?"),
    "unknownargument": (hook("def menu(tenant, langauge):\n    return []"), "plugin.py:22: the hook 'menu' has no argument 'langauge'. Did you mean 'language'?"),
    "hookorder": (hook("def menu(language, tenant):\n    return []"), "plugin.py:22: the arguments of 'menu' stand in another order than in the API. Write menu(tenant, language)"),
    "nopolicy": (public('@policy("anyone")\n', ""), "public.py:8: the route index has no policy. Put @policy("),
    "policyabove": (public('@blueprint.get("/")\n@policy("anyone")', '@policy("anyone")\n@blueprint.get("/")'), "public.py:9: the policy of index stands above its route, where it is not seen. Put @policy below"),
    "wrongaudience": (public('"anyone"', '"everyone"'), "there is no audience 'everyone'. Did you mean 'anyone'?"),
    "strangepermission": (public('"anyone"', '"staff", permission="other.see"'), "the permission 'other.see' is not this plugin's. Call it strangepermission.see"),
    "blueprintname": (public('PublicBlueprint("NAME"', 'PublicBlueprint("elsewhere"'), "blueprint 'elsewhere' must be called blueprintname or blueprintname_console. Make a PublicBlueprint"),
    "nosurface": (public("from hutong import PublicBlueprint, policy", "from flask import Blueprint as PublicBlueprint\nfrom hutong import policy"), "blueprint 'nosurface' belongs to no surface. Make a PublicBlueprint"),
    "tableelsewhere": (MADE | {"models.py": MODELS.replace("NAME_wish", "wishes_wish")} | public("from flask", "from hutong_NAME import models\nfrom flask"), "models.py:5: the table 'wishes_wish' lacks the plugin's prefix. Call it tableelsewhere_wish"),
    "notenant": (MADE | {"models.py": MODELS.replace("TenantOwned, Base)", "HasId, Base)").replace("TenantOwned", "Base as HasId")}, "models.py:5: the table 'notenant_wish' belongs to no tenant. Write class Wish(TenantOwned, Base)"),
    "looseword": (MADE | {"models.py": LOOSE.replace("TABLE", "person_notes").replace('"id"', '"tenant_id"')} | IMPORTED, "models.py:4: the table 'person_notes' lacks the plugin's prefix. Call it looseword_notes"),
    "loosetenant": (MADE | {"models.py": LOOSE.replace("TABLE", "NAME_note")} | IMPORTED, "models.py:4: the table 'loosetenant_note' belongs to no tenant. Write a class"),
    "hiddenword": (MADE | {"models.py": HIDDEN.replace("TABLE", "person_remarks")} | IMPORTED, "hiddenword: table 'person_remarks' lacks the prefix of a plugin. Call it hiddenword_remarks"),
    "hiddentenant": (MADE | {"models.py": HIDDEN.replace("TABLE", "NAME_note")} | IMPORTED, "hiddentenant: table 'hiddentenant_note' has no tenant in its primary key. Write a class"),
    "norevision": ({"models.py": MODELS} | public("from flask", "from hutong_NAME import models\nfrom flask"), "migrations/versions:1: no revision makes its tables. Run: hutong db revision norevision"),
    "importscore": (public("from hutong import PublicBlueprint, policy", "from core.blueprints import PublicBlueprint\nfrom hutong import policy"), "public.py:2: it imports core.blueprints.PublicBlueprint, of the core. Import it from hutong"),
    "importsplugin": (public("from flask", "import plugins.survey.queries\nfrom flask"), "public.py:1: it imports plugins.survey.queries, of another plugin."),
    "rawsql": (public("from flask", "from sqlalchemy import text\nfrom flask"), "public.py:1: this goes past the guard that keeps tenants apart. Use db.session"),
    "circle": ({"one.py": "import hutong_NAME.two\n", "two.py": "import hutong_NAME.one\n"}, "imports in a circle: one → two → one. Keep the order models → queries"),
    "nochinese": ({"templates/NAME/index.html": '<h1>{{ _("A wall of wishes") }}</h1>\n'}, "index.html:1: 'A wall of wishes' has no Chinese. Write it into"),
    "fuzzychinese": ({"templates/NAME/index.html": '<h1>{{ _("A wall") }}</h1>\n', PO: '#, fuzzy\nmsgid "A wall"\nmsgstr "墙"\n'}, "index.html:1: 'A wall' has no Chinese. Write it into"),
    "latinpython": ({"shapes.py": "CAFE = 'Caf\udce9'\n"}, "shapes.py:1: this is no Python: "),
    "latintemplate": ({"templates/NAME/index.html": "<p>\nCaf\udce9</p>\n"}, "index.html:2: this is no UTF-8. Save it in UTF-8"),
    "notemplate": ({"templates/NAME/index.html": "{% if %}\n{{\n"}, "index.html:1: this is no template: Expected an expression"),
    "huge": ({"static/NAME/all.json": " " * 1_100_000}, "all.json:1: the file has 1 MB. Shrink it"),
}  # fmt: skip
"""By name: what differs from `SOUND`, and part of the message."""

FORM = """\
import wtforms
from wtforms import StringField


def Field(default, pattern): ...


def notify(text): ...


notify("printer")
currency = Field("CNY", pattern="^[A-Z]{3}$")
token = wtforms.HiddenField("token")
"""
HEALTHY = {
    "sound": ({}, ""),
    "otherfields": ({"shapes.py": FORM}, ""),
    "bigfont": ({"static/NAME/font.woff2": " " * 1_100_000}, ""),
    "latindeclared": ({"shapes.py": "# -*- coding: latin-1 -*-\n# Caf\udce9\n"}, ""),
    "hardwords": ({"templates/NAME/index.html": "<h1>Welcome here</h1>\n"}, "index.html:1: words that cannot be translated: 'Welcome here'. {{ _("),
    "formwords": (public("blueprint =", 'from wtforms import StringField\n\nfield = StringField("Your name")\nblueprint ='), "public.py:6: 'Your name' cannot be translated. lazy_gettext"),
    "inlinescript": ({"templates/NAME/index.html": "<p></p>\n<script>go()</script>\n"}, "index.html:2: <script> in the page is stopped by its security policy. Put it into static/"),
    "unescaped": ({"templates/NAME/index.html": "{{ tenant.slug|safe }}\n"}, "index.html:1: |safe writes a text without escaping it."),
    "notoken": ({"templates/NAME/index.html": '<form method="post"></form>\n'}, "index.html:1: a form without a token is refused when it is sent."),
}  # fmt: skip
"""What starts: by name, and part of the line that is logged."""
