"""Drives the simulator with the exchange's official Python client.

Arguments: base URL, CA file, key id, key file, ticker. Every step asserts what came back; the last
line says so. The book is 0.40 x 100 bid, 0.45 x 100 ask; the account has 1000 dollars.
"""

import sys

import kalshi_python_sync as kalshi
from kalshi_python_sync.exceptions import ApiException


def main() -> None:
    url, authority, key_id, key_file, ticker = sys.argv[1:6]
    configuration = kalshi.Configuration(host=url, ssl_ca_cert=authority)
    configuration.api_key_id = key_id
    with open(key_file) as file:
        configuration.private_key_pem = file.read()
    client = kalshi.KalshiClient(configuration)
    orders = kalshi.OrdersApi(client)

    status = kalshi.ExchangeApi(client).get_exchange_status()
    assert status.exchange_active and status.trading_active

    markets = kalshi.MarketApi(client).get_markets(status="open")
    assert [market.ticker for market in markets.markets] == [ticker], markets
    assert markets.markets[0].yes_bid_dollars == "0.4000"
    assert markets.markets[0].yes_ask_dollars == "0.4500"
    assert markets.markets[0].price_ranges[0].step == "0.0100"

    event = kalshi.EventsApi(client).get_events(with_nested_markets=True)
    assert event.events[0].markets[0].ticker == ticker

    book = kalshi.MarketApi(client).get_market_orderbook(ticker).orderbook_fp
    assert book.yes_dollars == [["0.4000", "100.00"]], book
    assert book.no_dollars == [["0.5500", "100.00"]], book

    portfolio = kalshi.PortfolioApi(client)
    assert portfolio.get_balance().balance_dollars == "1000.0000"

    placed = orders.create_order_v2(
        ticker=ticker, client_order_id="official-1", side="bid", count="10.00", price="0.4100",
        time_in_force="good_till_canceled", self_trade_prevention_type="taker_at_cross")
    assert placed.fill_count == "0.00" and placed.remaining_count == "10.00", placed

    try:
        orders.create_order_v2(
            ticker=ticker, client_order_id="official-1", side="bid", count="10.00",
            price="0.4100", time_in_force="good_till_canceled",
            self_trade_prevention_type="taker_at_cross")
        raise AssertionError("a client order id was taken twice")
    except ApiException as error:
        assert error.status == 409, error

    amended = orders.amend_order_v2(
        placed.order_id, ticker=ticker, side="bid", price="0.4200", count="12.00")
    assert amended.remaining_count == "12.00", amended
    assert orders.get_order(placed.order_id).order.yes_price_dollars == "0.4200"

    taken = orders.create_order_v2(
        ticker=ticker, client_order_id="official-2", side="bid", count="5.00", price="0.4500",
        time_in_force="immediate_or_cancel", self_trade_prevention_type="taker_at_cross")
    assert taken.fill_count == "5.00" and taken.average_fill_price == "0.4500", taken

    canceled = orders.cancel_order_v2(placed.order_id)
    assert canceled.reduced_by == "12.00", canceled
    resting = orders.get_orders(status="resting")
    assert not resting.orders, resting

    fills = portfolio.get_fills(ticker=ticker)
    assert [(fill.order_id, fill.count_fp, fill.yes_price_dollars) for fill in fills.fills] == [
        (taken.order_id, "5.00", "0.4500")], fills
    assert fills.fills[0].is_taker

    positions = portfolio.get_positions()
    assert positions.market_positions[0].position_fp == "5.00", positions
    assert positions.market_positions[0].market_exposure_dollars == "2.250000"
    print("official client: all values as expected")


main()
