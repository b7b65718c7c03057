"""Runs rapidfuzz over the benchmark's own names and prints one line of JSON.

    rapidfuzz_names.py FILE

FILE has lines `name<TAB>NAME` and `query<TAB>TEXT<TAB>NAME`, the second with the name that the text
stands for. Each query goes through `process.extractOne` with `WRatio`, one thread. Where rapidfuzz
is not installed it prints nothing and ends with status 3.
"""

import json
import sys
import time

try:
    import rapidfuzz
    from rapidfuzz import fuzz, process, utils
except ImportError:
    sys.exit(3)


def read(path):
    names, queries = [], []
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "name":
                names.append(fields[1])
            else:
                queries.append((fields[1], fields[2]))
    return names, queries


def main():
    names, queries = read(sys.argv[1])
    rates, right = [], 0
    for _ in range(3):
        right = 0
        began = time.perf_counter()
        for text, meant in queries:
            found = process.extractOne(
                text, names, scorer=fuzz.WRatio, processor=utils.default_process
            )
            right += found is not None and found[0] == meant
        rates.append(len(queries) / (time.perf_counter() - began))
    print(
        json.dumps(
            {
                "peer": "rapidfuzz extractOne WRatio",
                "version": rapidfuzz.__version__,
                "names": len(names),
                "queries": len(queries),
                "names_per_second": round(sorted(rates)[1]),
                "right": right,
                "wrong": len(queries) - right,
            }
        )
    )


main()
