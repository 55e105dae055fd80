"""A second opinion on `dutydesk clock -`: slow, simple, and written from the protocols and not from the program.

Reads one RFC 3339 instant a line and writes one JSON object a line, for the profile named. Time is walked in quarters of
an hour; holidays are those of the published list (bank-holidays.json beside this file), and from 2029 on a table by hand.
"""

import json, pathlib, sys
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
QUARTER = timedelta(minutes=15)
HERE = pathlib.Path(__file__).parent

HOLIDAYS = {
    date.fromisoformat(event["date"]): event["title"]
    for event in json.loads((HERE / "bank-holidays.json").read_text())["england-and-wales"]["events"]
}
LATER = """
2029-01-01 2029-03-30 2029-04-02 2029-05-07 2029-05-28 2029-08-27 2029-12-25 2029-12-26
2030-01-01 2030-04-19 2030-04-22 2030-05-06 2030-05-27 2030-08-26 2030-12-25 2030-12-26
2031-01-01 2031-04-11 2031-04-14 2031-05-05 2031-05-26 2031-08-25 2031-12-25 2031-12-26
2032-01-01 2032-03-26 2032-03-29 2032-05-03 2032-05-31 2032-08-30 2032-12-27 2032-12-28
2033-01-03 2033-04-15 2033-04-18 2033-05-02 2033-05-30 2033-08-29 2033-12-27 2033-12-26
2034-01-02 2034-04-07 2034-04-10 2034-05-01 2034-05-29 2034-08-28 2034-12-25 2034-12-26
2035-01-01 2035-03-23 2035-03-26 2035-05-07 2035-05-28 2035-08-27 2035-12-25 2035-12-26
2036-01-01 2036-04-11 2036-04-14
"""
NAMES = ["New Year’s Day", "Good Friday", "Easter Monday", "Early May bank holiday", "Spring bank holiday",
         "Summer bank holiday", "Christmas Day", "Boxing Day"]
for line in LATER.split("\n"):
    HOLIDAYS.update((date.fromisoformat(day), name) for day, name in zip(line.split(), NAMES))

# Opening and closing of the day service, Monday to Friday.
WEEK = {
    "southampton": [("09:00", "17:00")] * 5,
    "bromley": [("08:45", "17:00")] * 4 + [("08:45", "16:45")],
    "building-bridges": [("08:30", "17:00")] * 4 + [("08:30", "16:30")],
}


def working(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def later(day, n):
    while n:
        day += timedelta(days=1)
        n -= working(day)
    return day


def day_service(profile, wall):
    if not working(wall.date()):
        return False
    opens, closes = (time.fromisoformat(text) for text in WEEK[profile][wall.weekday()])
    return opens <= wall.time() < closes


def night_service(profile, wall):
    if profile != "bromley":
        return not day_service(profile, wall)
    # The night that began at five on the last working day, and ends at a quarter to nine, or at nine after days off.
    for back in range(0, 15):
        day = wall.date() - timedelta(days=back)
        if working(day):
            tomorrow = day + timedelta(days=1)
            ends = (datetime.combine(tomorrow, time(8, 45)) if working(tomorrow)
                    else datetime.combine(later(day, 1), time(9)))
            if datetime.combine(day, time(17)) <= wall < ends:
                return True
    return False


def mode(profile, t):
    wall = t.astimezone(LONDON).replace(tzinfo=None)
    on = day_service(profile, wall), night_service(profile, wall)
    return {(True, False): "front_door", (False, True): "edt", (True, True): "overlap", (False, False): "gap"}[on]


def quarter_after(t):
    return datetime.fromtimestamp((t.timestamp() // 900 + 1) * 900, timezone.utc)


def next_change(profile, t):
    at, now = quarter_after(t), mode(profile, t)
    while mode(profile, at) == now:
        at += QUARTER
    return at


def office_hours(profile, t, hours):
    left = timedelta(hours=hours)
    while True:
        then = quarter_after(t)
        if day_service(profile, t.astimezone(LONDON).replace(tzinfo=None)):
            if left <= then - t:
                return t + left
            left -= then - t
        t = then


def written(t):
    return t.astimezone(LONDON).isoformat()


def answer(profile, instant):
    t = datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(timezone.utc)
    day = t.astimezone(LONDON).date()
    return {
        "instant": instant,
        "local": written(t),
        "mode": mode(profile, t),
        "next_change": written(next_change(profile, t)),
        "bank_holiday": HOLIDAYS.get(day),
        "working_day": working(day),
        "next_working_day": str(later(day, 1)),
        "plus_1_working_day": str(later(day, 1)),
        "plus_2_working_days": str(later(day, 2)),
        "plus_15_working_days": str(later(day, 15)),
        "plus_45_working_days": str(later(day, 45)),
        "plus_10_office_hours": written(office_hours(profile, t, 10)),
        "plus_24_elapsed_hours": written(t + timedelta(hours=24)),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(sys.argv[1], line.strip()), ensure_ascii=False, separators=(",", ":")))
