"""Applies the benchmark's own level changes to NautilusTrader's books and prints one line of JSON.

    nautilus_book.py FILE

FILE has lines `books<TAB>COUNT`, `level<TAB>SIDE<TAB>CENTS<TAB>CONTRACTS` for each level that every
book begins with, and `change<TAB>BOOK<TAB>SIDE<TAB>CENTS<TAB>CONTRACTS` in order, with what the level
has then. The deltas are made before the clock starts and the garbage collector is off: a pass only
applies each to its book and reads the best bid and ask. Three passes for warming up, then 21; the
changes end where they began, so that passes can follow each other. One more pass, untimed, sums
what was read. Where NautilusTrader is not installed it prints nothing and ends
with status 3.
"""

import gc
import json
import sys
import time

try:
    import nautilus_trader
    from nautilus_trader.model.book import OrderBook
    from nautilus_trader.model.data import BookOrder, OrderBookDelta
    from nautilus_trader.model.enums import BookAction, BookType, OrderSide
    from nautilus_trader.model.identifiers import InstrumentId
    from nautilus_trader.model.objects import Price, Quantity
except ImportError:
    sys.exit(3)

WARM_UPS, PASSES = 3, 21
SIDES = {"bid": OrderSide.BUY, "ask": OrderSide.SELL}


def delta(instrument, action, side, cents, contracts):
    order = BookOrder(SIDES[side], Price(int(cents) / 100, 2), Quantity(int(contracts), 2), 0)
    return OrderBookDelta(instrument, action, order, 0, 0, 0, 0)


def read(path):
    """Every book as it begins, and each change with its book."""
    count, levels, changes = 0, [], []
    with open(path, encoding="utf-8") as file:
        for line in file:
            kind, *fields = line.split()
            if kind == "books":
                count = int(fields[0])
            elif kind == "level":
                levels.append(fields)
            else:
                changes.append(fields)
    names = [InstrumentId.from_str(f"KXNBAGAME-{place}.KALSHI") for place in range(count)]
    books = [OrderBook(name, BookType.L2_MBP) for name in names]
    for name, book in zip(names, books):
        for level in levels:
            book.apply_delta(delta(name, BookAction.ADD, *level))
    deltas = []
    for place, *level in changes:
        deltas.append(
            (books[int(place)], delta(names[int(place)], BookAction.UPDATE, *level))
        )
    return books, deltas


def play(deltas):
    for book, change in deltas:
        book.apply_delta(change)
        book.best_bid_price()
        book.best_ask_price()


def ten_thousandths(price):
    return round(price.as_double() * 10_000)


def summed(deltas):
    """Best prices in 1/10 000 $, and hundredths of a contract at them, behind each change."""
    prices = sizes = 0
    for book, change in deltas:
        book.apply_delta(change)
        prices += ten_thousandths(book.best_bid_price()) + ten_thousandths(book.best_ask_price())
        sizes += round(book.best_bid_size().as_double() * 100)
        sizes += round(book.best_ask_size().as_double() * 100)
    return prices, sizes


def main():
    books, deltas = read(sys.argv[1])
    gc.collect()
    gc.disable()
    times = []
    for _ in range(WARM_UPS + PASSES):
        began = time.perf_counter_ns()
        play(deltas)
        times.append((time.perf_counter_ns() - began) / len(deltas))
    times = sorted(times[WARM_UPS:])
    prices, sizes = summed(deltas)
    print(
        json.dumps(
            {
                "version": nautilus_trader.__version__,
                "changes": len(deltas),
                "min": round(times[0], 1),
                "median": round(times[len(times) // 2], 1),
                "prices": prices,
                "sizes": sizes,
                "finalBids": sum(ten_thousandths(book.best_bid_price()) for book in books),
                "finalAsks": sum(ten_thousandths(book.best_ask_price()) for book in books),
            }
        )
    )


main()
