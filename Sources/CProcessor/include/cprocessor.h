#pragma once
#include <stdint.h>

// What the processor can do and Swift has no words for.

/// Asks for a line of memory that will be wanted soon; any address will do, none is read.
static inline void dutchbook_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }

// Sixteen bytes at a time, where Swift's own vectors compile to a loop over bytes: comparisons,
// saturating differences, sums of neighbours. One instruction each on x86-64 (SSE2, which every
// such processor has); plain loops elsewhere, with the same results.

typedef uint8_t dutchbook_bytes __attribute__((ext_vector_type(16)));
typedef int16_t dutchbook_shorts __attribute__((ext_vector_type(8)));
typedef int32_t dutchbook_ints __attribute__((ext_vector_type(4)));

/// How far each byte is above its limit; 0 where it is not.
static inline dutchbook_bytes dutchbook_excess(dutchbook_bytes bytes, dutchbook_bytes limits) {
  return __builtin_elementwise_sub_sat(bytes, limits);
}

/// 0xFF for each byte that is the same in both, else 0.
static inline dutchbook_bytes dutchbook_equal(dutchbook_bytes bytes, dutchbook_bytes others) {
  return (dutchbook_bytes)(bytes == others);
}

/// One bit for each byte, its top bit: the first byte's is the lowest.
static inline uint32_t dutchbook_top_bits(dutchbook_bytes bytes) {
#if defined(__SSE2__)
  typedef char signed_bytes __attribute__((vector_size(16)));
  return (uint32_t)__builtin_ia32_pmovmskb128((signed_bytes)bytes);
#else
  uint32_t bits = 0;
  for (int place = 0; place < 16; place++) bits |= (uint32_t)(bytes[place] >> 7) << place;
  return bits;
#endif
}

/// One bit for each byte that ends plain text in JSON: a quote, a backslash, a control character.
static inline uint32_t dutchbook_text_stops(dutchbook_bytes bytes) {
  const dutchbook_bytes quote = (dutchbook_bytes)(uint8_t)0x22;
  const dutchbook_bytes slash = (dutchbook_bytes)(uint8_t)0x5C;
  const dutchbook_bytes control = (dutchbook_bytes)(uint8_t)0x1F;
  const dutchbook_bytes none = (dutchbook_bytes)(uint8_t)0;
  return dutchbook_top_bits(
      dutchbook_equal(bytes, quote) | dutchbook_equal(bytes, slash) |
      dutchbook_equal(dutchbook_excess(bytes, control), none));
}

/// The sums of neighbouring products: a[0] * b[0] + a[1] * b[1], and so on.
static inline dutchbook_ints dutchbook_pair_sums(dutchbook_shorts a, dutchbook_shorts b) {
#if defined(__SSE2__)
  typedef short plain_shorts __attribute__((vector_size(16)));
  return (dutchbook_ints)__builtin_ia32_pmaddwd128((plain_shorts)a, (plain_shorts)b);
#else
  dutchbook_ints sums;
  for (int place = 0; place < 4; place++)
    sums[place] = a[2 * place] * b[2 * place] + a[2 * place + 1] * b[2 * place + 1];
  return sums;
#endif
}

/// Four numbers of 0 to 32,767 as shorts, twice.
static inline dutchbook_shorts dutchbook_narrow(dutchbook_ints numbers) {
#if defined(__SSE2__)
  typedef int plain_ints __attribute__((vector_size(16)));
  return (dutchbook_shorts)__builtin_ia32_packssdw128((plain_ints)numbers, (plain_ints)numbers);
#else
  dutchbook_shorts narrow;
  for (int place = 0; place < 8; place++) narrow[place] = (int16_t)numbers[place & 3];
  return narrow;
#endif
}

/// What sixteen digits make of their values, first to last: each pair of bytes as its first times
/// `tens` plus its second, each two of those as the first times 100 plus the second, and each two
/// of those by `thousands`. The low half of the result comes from the first eight digits.
static inline uint64_t dutchbook_digit_sums(
    dutchbook_bytes digits, dutchbook_shorts tens, dutchbook_shorts thousands) {
  const dutchbook_shorts hundreds = {100, 1, 100, 1, 100, 1, 100, 1};
  typedef uint16_t unsigned_shorts __attribute__((ext_vector_type(8)));
  const unsigned_shorts words = (unsigned_shorts)digits;
  const dutchbook_shorts pairs =
      (dutchbook_shorts)(words & 0xFF) * tens + (dutchbook_shorts)(words >> 8);
  const dutchbook_ints sums = dutchbook_pair_sums(
      dutchbook_narrow(dutchbook_pair_sums(pairs, hundreds)), thousands);
  return (uint64_t)(uint32_t)sums[1] << 32 | (uint32_t)sums[0];
}
