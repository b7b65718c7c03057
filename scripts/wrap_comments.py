#!/usr/bin/env python3
"""Breaks comment lines of Swift files that run past column 100; part of `make format`.

swift format leaves comments alone. A line that is too long gives its last words to the next line when
that one continues the same paragraph, else to a new line. Tables, lists, headings and code in comments
start lines of their own and are never joined to.

usage: scripts/wrap_comments.py FILE_OR_FOLDER...
"""

import pathlib
import re
import sys

WIDTH = 100
COMMENT = re.compile(r"^(\s*///? +)(\S.*)$")
STARTS_ANEW = re.compile(r"^([-*|#>`]|\d+\.\s|MARK:|swift-format)")


def wrapped(lines):
    """The lines with every long comment broken."""
    pending = list(reversed(lines))
    result = []
    in_string = False
    in_fence = False
    while pending:
        line = pending.pop()
        if line.count('"""') % 2 == 1:
            in_string = not in_string
        comment = COMMENT.match(line)
        if comment and comment.group(2).startswith("```"):
            in_fence = not in_fence
        if in_string or in_fence or not comment or len(line) <= WIDTH:
            result.append(line)
            continue
        prefix, text = comment.groups()
        cut = line.rfind(" ", len(prefix), WIDTH + 1)
        if cut < 0:
            result.append(line)
            continue
        rest = line[cut:].strip()
        result.append(line[:cut].rstrip())
        is_item = re.match(r"^([-*]|\d+\.) +", text)
        indent = prefix + " " * (len(is_item.group(0)) if is_item else 0)
        following = COMMENT.match(pending[-1]) if pending else None
        continues = (
            following
            and following.group(1) == indent
            and not STARTS_ANEW.match(following.group(2).lstrip())
        )
        if continues:
            pending.pop()
            rest += " " + following.group(2).strip()
        pending.append(indent + rest)
    return result


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    for argument in map(pathlib.Path, arguments):
        files = sorted(argument.rglob("*.swift")) if argument.is_dir() else [argument]
        for file in files:
            old = file.read_text(encoding="utf-8")
            new = "\n".join(wrapped(old.split("\n")))
            if new != old:
                file.write_text(new, encoding="utf-8")
                print(file)


main(sys.argv[1:])
