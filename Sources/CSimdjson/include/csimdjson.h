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

/// simdjson at the work of a peer, for benchmarks: three fields of a ticker frame by simdjson's
/// on-demand interface, the market found in a hash table, the edge after the fee.
typedef struct csimdjson_peer csimdjson_peer;
csimdjson_peer *csimdjson_peer_new(void);
void csimdjson_peer_free(csimdjson_peer *peer);
/// A market and its fair value in 1/10 000 $.
void csimdjson_peer_add(csimdjson_peer *peer, const char *ticker, int32_t fair);
/// 1 when the ask of a ticker frame leaves more than two cents after the fee, else 0. 64 bytes
/// behind the frame must be readable.
int csimdjson_peer_edge(csimdjson_peer *peer, const char *json, size_t length);

#ifdef __cplusplus
}
#endif
