#include "csimdjson.h"

#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>

#include <simdjson.h>

struct csimdjson_parser {
  simdjson::dom::parser parser;
};

extern "C" csimdjson_parser *csimdjson_new(void) { return new csimdjson_parser(); }
extern "C" void csimdjson_free(csimdjson_parser *parser) { delete parser; }

extern "C" long csimdjson_get(csimdjson_parser *parser, const char *json, size_t length,
                              const char *pointer, char *value, size_t value_capacity) {
  simdjson::dom::element document;
  if (parser->parser.parse(json, length).get(document)) return -1;
  simdjson::dom::element found;
  if (document.at_pointer(pointer).get(found)) return -2;
  std::string text;
  std::string_view view;
  if (!found.get_string().get(view)) {
    text = std::string(view);
  } else {
    text = simdjson::minify(found);
  }
  if (text.size() > value_capacity) return -3;
  memcpy(value, text.data(), text.size());
  return static_cast<long>(text.size());
}

extern "C" int csimdjson_valid(csimdjson_parser *parser, const char *json, size_t length) {
  simdjson::dom::element document;
  return parser->parser.parse(json, length).get(document) ? 0 : 1;
}

namespace {
struct ticker_hash {
  size_t operator()(std::string_view text) const {
    size_t hash = 1469598103934665603ULL;
    for (char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
    return hash;
  }
};
}  // namespace

struct csimdjson_peer {
  simdjson::ondemand::parser parser;
  std::unordered_map<std::string, int32_t> names;
  std::unordered_map<std::string_view, int32_t, ticker_hash> fair;
};

extern "C" csimdjson_peer *csimdjson_peer_new(void) { return new csimdjson_peer(); }
extern "C" void csimdjson_peer_free(csimdjson_peer *peer) { delete peer; }

extern "C" void csimdjson_peer_add(csimdjson_peer *peer, const char *ticker, int32_t fair) {
  auto kept = peer->names.emplace(ticker, fair).first;
  peer->fair.emplace(kept->first, fair);
}

extern "C" int csimdjson_peer_edge(csimdjson_peer *peer, const char *json, size_t length) {
  simdjson::padded_string_view view(json, length, length + simdjson::SIMDJSON_PADDING);
  simdjson::ondemand::document document;
  simdjson::ondemand::object message;
  std::string_view ticker, bid, ask;
  if (peer->parser.iterate(view).get(document)) return 0;
  if (document["msg"].get_object().get(message)) return 0;
  if (message["market_ticker"].get_string().get(ticker)) return 0;
  if (message["yes_bid_dollars"].get_string().get(bid) || bid.size() != 6) return 0;
  if (message["yes_ask_dollars"].get_string().get(ask) || ask.size() != 6) return 0;
  int price = 0;
  for (size_t place : {0, 2, 3, 4, 5}) price = price * 10 + (ask[place] - '0');
  auto found = peer->fair.find(ticker);
  if (found == peer->fair.end()) return 0;
  // 7 % of p(1 - p), up to the whole cent, in micro-dollars.
  const long fee = (7L * price * (10000 - price) + 99999999) / 100000000 * 10000;
  return (found->second - price) * 100L - fee > 20000 ? 1 : 0;
}
