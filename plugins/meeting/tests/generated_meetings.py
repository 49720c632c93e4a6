"""Fifty meetings round the world: single, of days, coming again, moved, called off."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plugins.meeting.operations import create_meeting, create_series
from plugins.meeting.recurring import moments_of

ZONES = """Asia/Shanghai Asia/Kolkata Asia/Kathmandu America/New_York America/Sao_Paulo America/St_Johns
Europe/Berlin Europe/Dublin Europe/Lisbon Africa/Casablanca Africa/Cairo Australia/Lord_Howe Australia/Sydney
Pacific/Chatham Pacific/Kiritimati America/Santiago Asia/Tehran Asia/Beirut America/Havana UTC""".split()
RULES = (
    {"freq": "daily", "count": 9},
    {"freq": "daily", "interval": 3, "until": "2027-11-20"},
    {"freq": "weekly", "count": 12},
    {"freq": "weekly", "interval": 2, "count": 10},
    {"freq": "monthly", "count": 12},
    {"freq": "monthly", "bymonthday": [31], "count": 6},
    {"freq": "monthly", "byday": ["2TU"], "count": 9},
    {"freq": "monthly", "byday": ["-1FR"], "interval": 2, "count": 6},
)
WORDS = (
    "春季会议：第一次",
    'Tea; "cake", and \\ more',
    "a,b;c:d=e",
    "长" * 120,
    "Ärger — “naïve” 🍵 茶",
    "END:VEVENT",
    "tab\there \x0b odd",
    "\\n is no line",
)
TEXT = '# 关于\n\n请带 *杯子*; bring: "mugs", plates\\bowls.\n\n' + "很长的一段话。" * 60


def make_fifty(seed):
    """In the database; gives the meetings that take place and those that are called off."""
    chance = random.Random(seed)
    meetings = [one for number in range(24) for one in _single(chance, number)]
    meetings += [_at_the_change_of_clocks(chance, number) for number in range(10)]
    for number in range(16):
        meetings += _series(chance, number)
    return meetings


def _single(chance, number):
    start = datetime(2027, 1, 1) + timedelta(minutes=15 * chance.randrange(4 * 24 * 500))  # noqa: DTZ001 - by the wall
    zone = ZoneInfo(ZONES[number % len(ZONES)])
    values = {"state": "cancelled"} if number % 8 == 7 else {}
    if number % 4 == 0:  # days
        day = start.replace(hour=0, minute=0)
        return [
            _made(number, chance, zone, day, day + timedelta(days=1 + number % 3), all_day=True, **values)
        ]
    length = timedelta(days=2, hours=3) if number % 4 == 1 else timedelta(minutes=15 * chance.randint(1, 30))
    return [_made(number, chance, zone, start, start + length, **values)]


def _at_the_change_of_clocks(chance, number):
    """Beginning some minutes before, at, or after the moment at which the clock is changed."""
    zone = ZoneInfo([name for name in ZONES if _changes(ZoneInfo(name))][number])
    change = chance.choice(_changes(zone))
    start = change + timedelta(minutes=(-90, -30, 0, 30, 61)[number % 5])
    return _made(100 + number, chance, zone, start, start + timedelta(hours=1 + number % 3))


def _changes(zone):
    first = datetime(2027, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=number) for number in range(24 * 365)]
    clocks = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hours[at] for at in range(1, len(hours)) if clocks[at] != clocks[at - 1]]


def _series(chance, number):
    zone = ZoneInfo(ZONES[number])
    rule = RULES[number % len(RULES)]
    first = datetime(2027, 3, 1 + chance.randrange(28), chance.randrange(24), 30)  # noqa: DTZ001 - by the wall
    if rule.get("bymonthday"):
        first = first.replace(day=31)
    if rule.get("byday"):
        first = first.replace(day={"2TU": 9, "-1FR": 26}[rule["byday"][0]])
    is_days = number >= 13
    first = first.replace(hour=0, minute=0) if is_days else first
    series = create_series(title={"en": f"Series {number}"}, rule=rule)
    length = timedelta(days=1) if is_days else timedelta(minutes=30 * chance.randint(1, 5))
    made = []
    for place, moment in enumerate(moments_of(rule, first.replace(tzinfo=zone), zone)):
        wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        end = (wall + length).replace(tzinfo=zone) if is_days else moment + length
        values = {
            "series_id": series.id,
            "recurs_at": moment,
            "all_day": is_days,
            "code": f"s{number}n{place}",
        }
        if place % 5 == 2:
            moved = timedelta(days=1, hours=0 if is_days else 3)
            values |= {"starts_at": moment + moved, "ends_at": end + moved, "sequence": 1}
        if place % 5 == 4:
            values["state"] = "cancelled"
        if place % 7 == 3:
            values["title"] = {"en": f"Another {number}.{place}"}
        made.append(_made(200 + number, chance, zone, wall, end, **{"starts_at": moment} | values))
    return made


def _made(number, chance, zone, start, end, **more):
    def moment(wall):
        return wall.astimezone(UTC) if wall.tzinfo else wall.replace(tzinfo=zone).astimezone(UTC)

    title = f"{WORDS[number % len(WORDS)]} {number}"
    values = {"starts_at": moment(start), "ends_at": moment(end), "zone": zone.key, "state": "open"}
    return create_meeting(
        **{"title": {"en": title}, "text": {"en": TEXT}, "place": {"en": 'Room 2; "left", 二楼'}}
        | values
        | more
    )
