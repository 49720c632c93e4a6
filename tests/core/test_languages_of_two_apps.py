"""Two applications in one process have catalogs of their own."""

from core import create_app
from core.i18n import force_locale, gettext


def test_an_application_without_a_plugin_keeps_no_words_from_the_next(settings, tmp_path):
    bare = create_app(settings, [])
    whole = create_app(settings.model_copy(update={"home": tmp_path / "other"}), ["plugins"])
    said = {}

    for name, app in (("bare", bare), ("whole", whole)):
        with app.app_context(), force_locale("zh_Hans_CN"):
            said[name] = gettext("Closed now, opens at %(time)s", time="9:00")

    assert said == {"bare": "Closed now, opens at 9:00", "whole": "还没开门，今天 9:00 开"}
