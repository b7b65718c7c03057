"""Lets a NautilusTrader strategy answer cheap offers with orders and prints one line of JSON.

    nautilus_order.py FILE

FILE has a line `samples<TAB>COUNT<TAB>WARM-UPS` and a line `market<TAB>TICKER` for each market. The
backtest engine gets two quotes for each sample, one market after another, 10 ms apart: an offer of
40 contracts at 44 cents, and the offer at 51 again. The strategy's handler answers the first with a limit order,
immediate or cancel, 10 contracts. It bids a cent less than is offered: the simulated venue cancels
the order, as ours is answered. Timed is the handler, from its first statement to the return of
`submit_order`: the order made, through cache and risk engine to the simulated venue's queue. The
garbage collector is off. Every sample is kept. Where NautilusTrader is not installed it prints
nothing and ends with status 3.
"""

import gc
import json
import sys
import time
from decimal import Decimal

try:
    import nautilus_trader
    from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
    from nautilus_trader.config import LoggingConfig, StrategyConfig
    from nautilus_trader.model.currencies import USD
    from nautilus_trader.model.data import QuoteTick
    from nautilus_trader.model.enums import (
        AccountType,
        AssetClass,
        OmsType,
        OrderSide,
        OrderStatus,
        TimeInForce,
    )
    from nautilus_trader.model.identifiers import InstrumentId, Symbol, TraderId, Venue
    from nautilus_trader.model.instruments import BinaryOption
    from nautilus_trader.model.objects import Money, Price, Quantity
    from nautilus_trader.trading.strategy import Strategy
except ImportError:
    sys.exit(3)

VENUE = Venue("KALSHI")
BEGINS = 1_764_003_000_000_000_000
SPACING_NANOSECONDS = 10_000_000
ENDS = 1_900_000_000_000_000_000
CENT = Price(0.01, 2)
FAIR = Price(0.50, 2)
COUNT = Quantity(10, 2)


class Taker(Strategy):
    """Wants whatever is offered below its fair value."""

    def __init__(self, instruments):
        super().__init__(StrategyConfig(strategy_id="TAKER-1"))
        self.instruments = instruments
        self.samples = []

    def on_start(self):
        for instrument in self.instruments:
            self.subscribe_quote_ticks(instrument.id)

    def on_quote_tick(self, tick):
        began = time.perf_counter_ns()
        if tick.ask_price >= FAIR:
            return
        order = self.order_factory.limit(
            tick.instrument_id,
            OrderSide.BUY,
            COUNT,
            Price(tick.ask_price - CENT, 2),
            TimeInForce.IOC,
        )
        self.submit_order(order)
        self.samples.append(time.perf_counter_ns() - began)


def read(path):
    tickers, samples, warm_ups = [], 0, 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.split()
            if fields[0] == "samples":
                samples, warm_ups = int(fields[1]), int(fields[2])
            else:
                tickers.append(fields[1])
    return tickers, samples, warm_ups


def contract(ticker):
    return BinaryOption(
        instrument_id=InstrumentId(Symbol(ticker), VENUE),
        raw_symbol=Symbol(ticker),
        asset_class=AssetClass.ALTERNATIVE,
        currency=USD,
        price_precision=2,
        size_precision=2,
        price_increment=CENT,
        size_increment=Quantity(0.01, 2),
        activation_ns=0,
        expiration_ns=ENDS,
        ts_event=0,
        ts_init=0,
        maker_fee=Decimal(0),
        taker_fee=Decimal(0),
    )


def quotes(instruments, count):
    """Two for each sample, so far apart that the risk engine's 100 orders a second are kept."""
    bid, cheap, dear = Price(0.43, 2), Price(0.44, 2), Price(0.51, 2)
    size = Quantity(40, 2)
    ticks = []
    for sample in range(count):
        name = instruments[sample % len(instruments)].id
        for ask in (cheap, dear):
            now = BEGINS + len(ticks) * SPACING_NANOSECONDS
            ticks.append(QuoteTick(name, bid, ask, size, size, now, now))
    return ticks


def main():
    tickers, samples, warm_ups = read(sys.argv[1])
    engine = BacktestEngine(
        BacktestEngineConfig(
            trader_id=TraderId("BENCH-1"), logging=LoggingConfig(bypass_logging=True)
        )
    )
    engine.add_venue(VENUE, OmsType.NETTING, AccountType.MARGIN, [Money(1_000_000, USD)])
    instruments = [contract(ticker) for ticker in tickers]
    for instrument in instruments:
        engine.add_instrument(instrument)
    strategy = Taker(instruments)
    engine.add_strategy(strategy)
    engine.add_data(quotes(instruments, samples + warm_ups), sort=False)
    gc.collect()
    gc.disable()
    engine.run()
    orders = engine.cache.orders()
    canceled = sum(order.status == OrderStatus.CANCELED for order in orders)
    print(
        json.dumps(
            {
                "version": nautilus_trader.__version__,
                "orders": len(orders),
                "canceled": canceled,
                "samples": strategy.samples[warm_ups:],
            }
        )
    )


main()
