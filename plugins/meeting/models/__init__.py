"""Tables of meetings.

`gatherings`: the meeting, and the series it belongs to. `polls`: when it could be. `guests`: whoever is
invited or registered, their place, and each scan of their ticket. `agenda`: items, speakers, materials.
`live`: questions from the floor and polls on the big screen. `minutes`: what was said, decided and is to do.
"""

from plugins.meeting.models.agenda import AgendaItem, ItemSpeaker, Material, Speaker
from plugins.meeting.models.gatherings import Meeting, Series
from plugins.meeting.models.guests import Guest, Scan
from plugins.meeting.models.live import FloorQuestion, FloorVote, LiveAnswer, LivePoll
from plugins.meeting.models.minutes import Action, Decision, Minutes, MinutesRevision
from plugins.meeting.models.polls import DateOption, DatePoll, DateVote, Voter

__all__ = [
    "Action",
    "AgendaItem",
    "DateOption",
    "DatePoll",
    "DateVote",
    "Decision",
    "FloorQuestion",
    "FloorVote",
    "Guest",
    "ItemSpeaker",
    "LiveAnswer",
    "LivePoll",
    "Material",
    "Meeting",
    "Minutes",
    "MinutesRevision",
    "Scan",
    "Series",
    "Speaker",
    "Voter",
]
