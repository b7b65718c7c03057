"""Plays the benchmark's own event file through hftbacktest and prints one line of JSON.

    hftbacktest_replay.py FILE

FILE is an event file of one market with whole cents (see `EventFile`): level changes and trades.
hftbacktest takes what a level has, not by how much it changed, so the changes of each level are
summed before the clock starts. Two loops, compiled by numba: one that only lets time pass, 10 ms a
step; one that also keeps bids and asks five cents outside the best prices, new ones each tenth step
and away again ten rounds later. Each over the book of hash maps and the one of a range of prices,
three times for warming up, then 21 times. What the final book is like comes from the peer's own
book. Where hftbacktest is not installed it prints nothing and ends with status 3.
"""

import json
import struct
import sys
import time

try:
    import hftbacktest as peer
    import numpy
    from hftbacktest.types import event_dtype
    from numba import njit
except ImportError:
    sys.exit(3)

HEAD_BYTES = 64
EVENT = numpy.dtype(
    [
        ("received", "<i8"),
        ("amount", "<i8"),
        ("price", "<i4"),
        ("market", "<i4"),
        ("delay", "<i4"),
        ("kind", "u1"),
        ("side", "u1"),
        ("spare", "<u2"),
    ]
)
DELTA, TRADE, ASK = 3, 4, 1
STEP_NANOSECONDS = 10_000_000
FEED_LATENCY_NANOSECONDS = 1_000_000
ORDER_LATENCY_NANOSECONDS = 5_000_000
WARM_UPS, RUNS = 3, 21


def read(path):
    """The events of a file as the writer laid them out."""
    with open(path, "rb") as file:
        head = file.read(HEAD_BYTES)
        magic, _, event_bytes, count, markets, list_bytes = struct.unpack_from("<8sHH4xQQI", head)
        if magic != b"DBEVENTS" or event_bytes != EVENT.itemsize or markets != 1:
            sys.exit(f"{path} is no event file of one market")
        file.seek((HEAD_BYTES + list_bytes + 63) // 64 * 64)
        return numpy.fromfile(file, EVENT, count)


def levels(events):
    """Hundredths of a contract at each change's level behind it, and of each trade."""
    sizes = events["amount"].copy()
    changes = events["kind"] == DELTA
    for price in numpy.unique(events["price"]):
        for side in (0, ASK):
            of_level = changes & (events["price"] == price) & (events["side"] == side)
            sizes[of_level] = numpy.cumsum(sizes[of_level])
    return sizes


def feed(events):
    """The same events as hftbacktest wants them."""
    rows = numpy.zeros(len(events), event_dtype)
    rows["exch_ts"] = events["received"]
    rows["local_ts"] = events["received"] + FEED_LATENCY_NANOSECONDS
    rows["px"] = events["price"] / 10_000
    rows["qty"] = levels(events) / 100
    rows["ev"] = (
        numpy.where(events["kind"] == TRADE, peer.TRADE_EVENT, peer.DEPTH_EVENT)
        | numpy.where(events["side"] == ASK, peer.SELL_EVENT, peer.BUY_EVENT)
        | peer.EXCH_EVENT
        | peer.LOCAL_EVENT
    )
    return rows


@njit
def let_time_pass(market):
    while market.elapse(STEP_NANOSECONDS) == 0:
        pass
    return 0


@njit
def quote(market):
    step, order = 0, 0
    while market.elapse(STEP_NANOSECONDS) == 0:
        step += 1
        market.clear_inactive_orders(0)
        if step % 10 != 0:
            continue
        depth = market.depth(0)
        bid, ask = max(depth.best_bid - 0.05, 0.01), min(depth.best_ask + 0.05, 0.99)
        market.submit_buy_order(0, order + 1, bid, 1.0, peer.GTX, peer.LIMIT, False)
        market.submit_sell_order(0, order + 2, ask, 1.0, peer.GTX, peer.LIMIT, False)
        order += 2
        if order > 20:
            market.cancel(0, order - 21, False)
            market.cancel(0, order - 20, False)
    return order


def asset(rows):
    return (
        peer.BacktestAsset()
        .data(rows)
        .linear_asset(1.0)
        .constant_order_latency(ORDER_LATENCY_NANOSECONDS, ORDER_LATENCY_NANOSECONDS)
        .power_prob_queue_model(2.0)
        .no_partial_fill_exchange()
        .trading_value_fee_model(0.0, 0.0)
        .tick_size(0.01)
        .lot_size(1.0)
    )


def over_hash_maps(rows):
    return peer.HashMapMarketDepthBacktest([asset(rows)])


def over_range(rows):
    return peer.ROIVectorMarketDepthBacktest([asset(rows).roi_lb(0.0).roi_ub(1.0)])


def measure(name, loop, make, rows):
    """What one event costs, and the book that the last run ends with."""
    times, result = [], {"name": name}
    for _ in range(WARM_UPS + RUNS):
        market = make(rows)
        began = time.perf_counter_ns()
        orders = loop(market)
        times.append((time.perf_counter_ns() - began) / len(rows))
        depth = market.depth(0)
        result["orders"] = orders
        result["fills"] = market.state_values(0).num_trades
        result["bid"], result["ask"] = depth.best_bid_tick, depth.best_ask_tick
        result["bids"] = round(sum(depth.bid_qty_at_tick(tick) for tick in range(1, 100)))
        result["asks"] = round(sum(depth.ask_qty_at_tick(tick) for tick in range(1, 100)))
        market.close()
    times = sorted(times[WARM_UPS:])
    result["min"], result["median"] = round(times[0], 1), round(times[len(times) // 2], 1)
    return result


def main():
    rows = feed(read(sys.argv[1]))
    loops = (("no-op", let_time_pass), ("quoter", quote))
    books = (("hash maps", over_hash_maps), ("price range", over_range))
    runs = [
        measure(f"{what}, {where}", loop, make, rows)
        for what, loop in loops
        for where, make in books
    ]
    print(json.dumps({"version": peer.__version__, "events": len(rows), "runs": runs}))


main()
