#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// simdjson as a judge of our own frame scanner: tests and benchmarks only.
typedef struct csimdjson_parser csimdjson_parser;
csimdjson_parser *csimdjson_new(void);
void csimdjson_free(csimdjson_parser *parser);

/// Copies the value at a JSON pointer ("/msg/price_dollars") into `value`: text for a string, the
/// raw JSON otherwise. Returns its length, -1 when the document is not JSON, -2 when there is no
/// such value, -3 when it does not fit. `capacity` counts the readable bytes behind `json`.
long csimdjson_get(csimdjson_parser *parser, const char *json, size_t length, const char *pointer,
                   char *value, size_t value_capacity);
/// 1 when the bytes are one valid JSON document in valid UTF-8, 0 when they are not.
int csimdjson_valid(csimdjson_parser *parser, const char *json, size_t length);

#ifdef __cplusplus
}
#endif
