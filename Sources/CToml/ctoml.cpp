#include "ctoml.h"

#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

// The parser asserts what it believes of the text, and some texts (`[[[`) prove it wrong. In a
// release build that would be undefined behaviour, in a debug build the end of the program: here it
// is an error like any other.
#undef NDEBUG
#define TOML_ASSERT(expr)                                                              \
  do {                                                                                 \
    if (!(expr)) throw std::runtime_error("the text stops making sense to the parser"); \
  } while (false)

#include <toml++/toml.h>

// toml++ is C++ only; this is the flat C view of it: one visit per leaf, with its line.

namespace {

struct Visitor {
  ctoml_visit visit;
  void *context;

  void leaf(const std::string &path, char kind, const char *text, int64_t integer, double number,
            uint32_t line) const {
    visit(context, path.c_str(), kind, text, integer, number, line);
  }

  void walk(const toml::node &node, const std::string &path) const {
    auto line = static_cast<uint32_t>(node.source().begin.line);
    if (auto table = node.as_table()) {
      if (table->empty() && !path.empty()) leaf(path, 't', "", 0, 0, line);
      for (auto &&[key, child] : *table) {
        std::string name(key.str());
        walk(child, path.empty() ? name : path + "." + name);
      }
    } else if (auto array = node.as_array()) {
      if (array->empty()) leaf(path, 'a', "", 0, 0, line);
      size_t index = 0;
      for (auto &child : *array) walk(child, path + "[" + std::to_string(index++) + "]");
    } else if (auto text = node.as_string()) {
      leaf(path, 's', text->get().c_str(), 0, 0, line);
    } else if (auto integer = node.as_integer()) {
      leaf(path, 'i', "", integer->get(), 0, line);
    } else if (auto number = node.as_floating_point()) {
      leaf(path, 'f', "", 0, number->get(), line);
    } else if (auto flag = node.as_boolean()) {
      leaf(path, 'b', "", flag->get() ? 1 : 0, 0, line);
    } else {
      std::ostringstream out;
      out << toml::node_view<const toml::node>(node);
      leaf(path, 's', out.str().c_str(), 0, 0, line);
    }
  }
};

}  // namespace

extern "C" int ctoml_parse(const char *text, size_t length, ctoml_visit visit, void *context,
                           char *message, size_t message_capacity, uint32_t *line,
                           uint32_t *column) {
  try {
    auto table = toml::parse(std::string_view(text, length));
    Visitor{visit, context}.walk(table, "");
    return 0;
  } catch (const toml::parse_error &error) {
    auto description = error.description();
    snprintf(message, message_capacity, "%.*s", static_cast<int>(description.size()),
             description.data());
    *line = static_cast<uint32_t>(error.source().begin.line);
    *column = static_cast<uint32_t>(error.source().begin.column);
    return 1;
  } catch (const std::exception &error) {
    snprintf(message, message_capacity, "%s", error.what());
    *line = 0;
    *column = 0;
    return 1;
  }
}
