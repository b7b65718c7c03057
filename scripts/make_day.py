#!/usr/bin/env python3
"""Makes the recorded days in data/days from the recordings in the shared folder.

usage: make_day.py SHARED_DATA OUT_FOLDER [DATE ...]

SHARED_DATA holds kalshi/joint_odds and results. Only figures are taken: tickers and titles, prices,
times, teams, scores. The format is described in docs/day-format.md. Same input, same bytes.
"""

import csv
import datetime
import glob
import gzip
import io
import sys

LEAGUES = {"NFL": "NFL", "NBA": "NBA", "MLB": "MLB", "NHL": "NHL", "CFB": "NCAAF", "CBB": "NCAAMB",
           "NCAAF": "NCAAF", "NCAAMB": "NCAAMB", "NCAAB": "NCAAMB"}
KINDS = {"h2h": "winner", "spreads": "spread", "totals": "total"}
ORIGIN = ("figures recorded in November 2025: Kalshi best bids and asks, bookmakers' lines as "
          "published through The Odds API, final scores")


def rows(pattern):
    for path in sorted(glob.glob(pattern)):
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def league_of(ticker):
    series = ticker.split("-")[0]
    for kind in ("GAME", "SPREAD", "TOTAL"):
        if series.startswith("KX") and series.endswith(kind):
            name = series[2:-len(kind)]
            return name if name in LEAGUES.values() else None
    return None


def price(text, empty):
    """A price as dollars; blank where nobody bids or offers."""
    return "" if text == "" or float(text) == empty else text


def quotes(shared, date):
    seen = set()
    found = []
    for row in rows(shared + "/kalshi/joint_odds/kalshi_sports_quotes_*.csv*"):
        key = (row["timestamp"], row["ticker"])
        if row["file_date"] != date or league_of(row["ticker"]) is None or key in seen:
            continue
        bid, ask = price(row["yes_bid"], 0), price(row["yes_ask"], 1)
        if bid and ask and float(bid) >= float(ask):
            continue
        seen.add(key)
        found.append(["Q", row["timestamp"], row["ticker"], bid, ask, row["status"], row["title"]])
    return sorted(found, key=lambda row: row[1])


def start_of(text):
    moment = datetime.datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S")
    moment += datetime.timedelta(hours={"CST": 6, "CDT": 5}[text[20:]])
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def odds(shared, date):
    lines = {}
    games = {}
    for row in rows(shared + "/kalshi/joint_odds/sportsbook_odds_*.csv*"):
        if row["file_date"] != date or row["sport"] not in LEAGUES or float(row["price"]) <= 1:
            continue
        number = games.setdefault(row["game_id"], str(len(games) + 1))
        kind = KINDS[row["market"]]
        is_first = row["team"] in (row["home_team"], "Over")
        points = "" if kind == "winner" else float(row["point"])
        if kind == "spread" and not is_first:
            points = 0.0 - points
        key = (number, row["bookmaker"], kind, points)
        line = lines.setdefault(key, [row, None, None])
        if line[1 if is_first else 2] is None:
            line[1 if is_first else 2] = row["price"]
    for (number, book, kind, points), (row, first, second) in lines.items():
        if first is not None and second is not None:
            yield ["O", LEAGUES[row["sport"]], number, start_of(row["start_time"]), book, kind,
                   first, second, f"{points:g}" if points != "" else "", row["home_team"],
                   row["away_team"]]


def results(shared, date):
    day = datetime.date.fromisoformat(date)
    for row in rows(shared + "/results/results_20251020_20251201.csv"):
        played = datetime.date.fromisoformat(row["game_date_us_eastern"])
        if -1 <= (played - day).days <= 8 and row["league"] in LEAGUES:
            yield ["R", LEAGUES[row["league"]], row["game_date_us_eastern"], row["away"],
                   row["home"], row["away_score"], row["home_score"]]


def make(shared, folder, date):
    body = quotes(shared, date) + list(odds(shared, date)) + list(results(shared, date))
    text = io.StringIO()
    text.write("\t".join(["dutchbook-day", "1", date, ORIGIN]) + "\n")
    for row in body:
        assert not any("\t" in field or "\n" in field for field in row), row
        text.write("\t".join(row) + "\n")
    text.write(f"END\t{len(body)}\n")
    path = f"{folder}/{date}.day.gz"
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.getvalue().encode())
    return path, len(body)


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    shared, folder, *dates = arguments
    if not dates:
        dates = sorted({row["file_date"] for row in rows(
            shared + "/kalshi/joint_odds/kalshi_sports_quotes_*.csv*")})
    for date in dates:
        print("%s: %d rows" % make(shared, folder, date))


if __name__ == "__main__":
    main(sys.argv[1:])
