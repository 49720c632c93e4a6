"""Acts in the reader's words."""

import pytest
from flask import g

from core.acts.models import Act
from core.acts.words import act_in_words
from core.plugin_rules import PluginError
from core.plugin_types import Manifest

TITLE = {"zh": "假", "en": "Fake"}


def test_a_tool_has_words_for_what_people_do_with_it(app):
    def words(verb, plugin, language, times=1):
        with app.app_context():
            g.language = language
            return act_in_words(Act(stage="intent", verb=verb, plugin=plugin, times=times))

    assert words("complete", "survey", "zh") == "答完了"
    assert words("complete", "survey", "en") == "Answered"
    assert words("complete", "gone", "en") == "complete"
    assert words("join", "", "en") == "Joined"
    assert words("join", "", "en", times=0) == "Joined (taken back)"


def test_a_verb_without_words_in_both_languages_stops_the_start(app):
    class Mute:
        def manifest(self):
            verbs = {"wave": {"en": "Waved"}}
            return Manifest(name="mute", title=TITLE, summary=TITLE, icon="plug", api="1.0", verbs=verbs)

    with pytest.raises(PluginError, match="mute: the verb 'wave' has no words in zh and en"):
        app.extensions["hutong.plugins"].register(Mute())
