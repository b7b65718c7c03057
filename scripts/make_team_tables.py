#!/usr/bin/env python3
"""Writes ShippedTeams.swift and ShippedTeams+Names.swift in Sources/Sportsbooks/Names.

Reads the hand-written facts in scripts/teams (names, nicknames) and, from the recordings (by default
../shared/data), which code the exchange uses for which of its own team names:
  aliases/kalshi_team_codes.csv            code and name per league
  kalshi/joint_odds/kalshi_sports_quotes_* titles and suffixes of the winner markets of 2025
Only codes and names go into the output: facts, no text of others. Run it again after a change of
scripts/teams; the output is committed.
"""
import collections
import csv
import gzip
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEAMS = ROOT / "scripts" / "teams"
OUTPUT = ROOT / "Sources" / "Sportsbooks" / "Names"
HEADER = """// Written by scripts/make_team_tables.py; change scripts/teams and run it again.
// Origin: names and nicknames from general knowledge (scripts/teams); codes and the exchange's own
// names as seen in its public tickers of 2025 and 2026. Facts only: codes and names.
"""
WIDTH = 95


def rows(name):
    for line in (TEAMS / name).read_text().splitlines():
        if line and not line.startswith("#"):
            yield [field.split(";") for field in line.split("|")]


def key(name):
    """A rough form of TeamNormalizer.key, enough to find a display name among the schools' names."""
    text = unicodedata.normalize("NFKD", name.lower())
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'`.‘’")
    return re.sub(r"[^a-z0-9&]+", " ", re.sub(r"\bstate\b", "st", text)).strip()


def basketball_codes(quotes):
    """Code to display name, from winner markets: both suffixes split the teams as the title does."""
    events = collections.defaultdict(lambda: ["", set()])
    with gzip.open(quotes, "rt", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["ticker"].startswith("KXNCAAMBGAME-"):
                event, suffix = row["ticker"].split("-", 2)[1:]
                events[event][0] = row["title"]
                events[event][1].add(suffix)
    names = {}
    for event, (title, suffixes) in sorted(events.items()):
        titled = re.fullmatch(r"(.+?) at (.+) Winner\?", title.replace("University at Albany", "University@ Albany"))
        teams = event[7:]
        for away in suffixes:
            for home in suffixes:
                if titled and away + home == teams:
                    for code, name in ((away, titled[1]), (home, titled[2])):
                        name = name.replace("@", " at")
                        if names.setdefault(code, name) != name:
                            print(f"{code}: {names[code]} and {name}", file=sys.stderr)
    return names


def unlike(names):
    """The names without those that differ by a hyphen or a dot only."""
    first = {}
    for name in names:
        first.setdefault(key(name), name)
    return list(first.values())


def college(data):
    schools = [(unlike(names), nicknames) for names, nicknames in rows("college.txt")]
    usual = {key(names[0]): index for index, (names, _) in enumerate(schools)}
    by_name = collections.defaultdict(set)
    for index, (names, _) in enumerate(schools):
        for name in names:
            by_name[key(name)].add(index)
    codes = [collections.OrderedDict() for _ in schools]
    displays = []

    def learn(league, code, display):
        index = usual.get(key(display))
        found = {index} if index is not None else by_name[key(display)]
        if len(found) != 1:
            print(f"{league} {code} {display}: no school of ours", file=sys.stderr)
            return
        school = next(iter(found))
        known = codes[school].setdefault(league, [])
        if not known:
            displays.append((league, code, display))
        if code not in known:
            known.append(code)

    with open(data / "aliases" / "kalshi_team_codes.csv", newline="") as stream:
        football = [r for r in csv.DictReader(stream) if r["league"] == "NCAAF"]
    for row in football:
        learn("NCAAF", row["kalshi_code"], row["kalshi_display_name"])
    learn("NCAAF", "M-OH", "Miami (OH)")
    learn("NCAAF", "MOH", "Miami (OH)")
    quotes = data / "kalshi" / "joint_odds" / "kalshi_sports_quotes_20251026_20251231.csv.gz"
    for code, display in sorted(basketball_codes(quotes).items()):
        learn("NCAAMB", code, display)
    for (code,), (school,) in rows("ncaamb_codes.txt"):
        learn("NCAAMB", code, school)
    learn("NCAAMB", "M-OH", "Miami (OH)")
    # Schools of both sports keep their football code (the exchange re-uses it).
    taken = {code for school in codes for code in school.get("NCAAMB", [])}
    for row in football:
        index = usual.get(key(row["kalshi_display_name"]))
        if index is None:
            index = next(iter(by_name[key(row["kalshi_display_name"])]))
        if "NCAAMB" not in codes[index] and row["kalshi_code"] not in taken:
            learn("NCAAMB", row["kalshi_code"], row["kalshi_display_name"])
    known = []
    for (names, nicknames), owned in zip(schools, codes):
        names = names + [d for _, c, d in displays if c in sum(owned.values(), []) and
                         usual.get(key(d), -1) == -1 and key(d) not in map(key, names)]
        listed = ";".join(f"{league}:{code}" for league, all in owned.items() for code in all)
        known.append(f"NCAA|{';'.join(names)}|{';'.join(nicknames)}|{listed}")
    return known, displays


def professional(data):
    known, displays = [], []
    for (league,), names, nicknames, codes in rows("professional.txt"):
        listed = ";".join(f"{league}:{code}" for code in codes)
        known.append(f"{league}|{';'.join(names)}|{';'.join(nicknames)}|{listed}")
        displays.append((league, codes[0], names[0]))
    with open(data / "aliases" / "kalshi_team_codes.csv", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted = (row["league"], row["kalshi_code"], row["kalshi_display_name"])
            if row["league"] != "NCAAF" and wanted not in displays:
                print(f"the recordings have {wanted}, we do not", file=sys.stderr)
    return known, displays


def literal(records):
    """Records parted by ~, wrapped by escaped line ends."""
    lines, line = [], ""
    for record in records:
        record += "~"
        if line and len(line) + len(record) > WIDTH:
            lines.append(line)
            line = ""
        while len(record) > WIDTH:
            cut = max(record.rfind(mark, 0, WIDTH) for mark in ";|") + 1
            lines.append(record[:cut])
            record = record[cut:]
        line += record
    return "\\\n".join(f"    {text}" for text in lines + [line]) + "\n"


def main():
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    if not data.is_dir():
        sys.exit(f"{data} is missing; give the folder of the recordings as argument")
    pro_known, pro_displays = professional(data)
    school_known, school_displays = college(data)
    displays = [f"{league}|{code}|{name}" for league, code, name in pro_displays + school_displays]
    (OUTPUT / "ShippedTeams.swift").write_text(f'''{HEADER}
/// The teams this program ships with, as text; `KnownTeam` reads it. Records end with `~`.
enum ShippedTeams {{
  /// `league|code|name`: the exchange's own.
  static let exchangeTeamLines = """
{literal(displays)}    """
}}
''')
    (OUTPUT / "ShippedTeams+Names.swift").write_text(f'''{HEADER}
extension ShippedTeams {{
  /// `family|name;name|nickname;nickname|league:code;league:code`.
  static let knownTeamLines = """
{literal(pro_known + school_known)}    """
}}
''')
    print(f"{len(displays)} codes, {len(pro_known)} teams, {len(school_known)} schools")


if __name__ == "__main__":
    main()
