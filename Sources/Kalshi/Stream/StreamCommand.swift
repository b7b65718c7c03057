/// The text of the commands a client sends on the stream.
public enum StreamCommand {
  /// `subscribe`; `use_yes_price` is always said, since its default is announced to change.
  public static func subscribe(
    id: Int64, channel: StreamChannel, tickers: (some Collection<String>)?
  ) -> String {
    var text = "{\"id\":\(id),\"cmd\":\"subscribe\",\"params\":{\"channels\":["
    text += "\"\(channel.wireName)\"]"
    if let tickers { text += ",\"market_tickers\":" + list(tickers) }
    if channel == .orderbookDelta { text += ",\"use_yes_price\":true" }
    return text + "}}"
  }

  /// `update_subscription` with `add_markets`, `delete_markets` or `get_snapshot`.
  public static func update(
    id: Int64, sid: Int64, action: StaticString, tickers: some Collection<String>
  ) -> String {
    "{\"id\":\(id),\"cmd\":\"update_subscription\",\"params\":{\"sid\":\(sid),"
      + "\"action\":\"\(action)\",\"market_tickers\":" + list(tickers) + "}}"
  }

  /// `unsubscribe` of one subscription.
  public static func unsubscribe(id: Int64, sid: Int64) -> String {
    "{\"id\":\(id),\"cmd\":\"unsubscribe\",\"params\":{\"sids\":[\(sid)]}}"
  }

  /// `list_subscriptions`: answered by `ok`, so a sign of life.
  public static func listSubscriptions(id: Int64) -> String {
    "{\"id\":\(id),\"cmd\":\"list_subscriptions\"}"
  }

  private static func list(_ tickers: some Collection<String>) -> String {
    "[" + tickers.map { JSONText.quoted($0) }.joined(separator: ",") + "]"
  }
}

/// JSON strings.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case let control where control.value < 0x20:
        let hex = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
