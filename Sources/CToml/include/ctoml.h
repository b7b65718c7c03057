#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Called for every leaf of a TOML document. `path` is dotted, array elements as `key[0]`.
/// `kind` is 's' (text), 'i' (integer), 'f' (float), 'b' (boolean, in `integer`), 't' (an empty
/// table) or 'a' (an empty array). Pointers live for the call only. Lines count from 1.
typedef void (*ctoml_visit)(void *context, const char *path, char kind, const char *text,
                            int64_t integer, double number, uint32_t line);

/// Parses TOML 1.0 text. Returns 0, or 1 with a message and the place of the fault.
int ctoml_parse(const char *text, size_t length, ctoml_visit visit, void *context, char *message,
                size_t message_capacity, uint32_t *line, uint32_t *column);

#ifdef __cplusplus
}
#endif
