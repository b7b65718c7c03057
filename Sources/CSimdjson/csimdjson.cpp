#include "csimdjson.h"

#include <cstring>
#include <string>

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
