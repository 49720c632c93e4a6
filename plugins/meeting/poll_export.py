"""The votes of a poll as a table to take along: people by dates."""

from collections.abc import Iterator

from hutong import gettext as _
from hutong.exports import BOM, csv_text
from plugins.meeting.models import DatePoll, Meeting
from plugins.meeting.poll_queries import answers_of, options_of, voters_of
from plugins.meeting.poll_words import in_one_line
from plugins.meeting.when import zone_in_words, zone_of


def votes_csv(meeting: Meeting, poll: DatePoll) -> str:
    """One line for each voter; times by the clock of the meeting, which the heading names."""
    zone, options = zone_of(meeting), options_of(poll)
    dates = [f"{in_one_line(option, zone)} ({zone_in_words(zone)})" for option in options]
    heading = [_("Name"), _("E-mail"), *dates, _("Note")]

    def lines() -> Iterator[list[str]]:
        voters = voters_of(poll)
        said = answers_of(voters)
        words = {"yes": _("Yes"), "maybe": _("If need be"), "no": _("No")}
        for voter in voters:
            answers = [words.get(said[voter.id].get(option.id, ""), "") for option in options]
            yield [voter.name, voter.email, *answers, voter.note]

    return BOM + csv_text([heading]) + csv_text(lines())
