#pragma once
#include <stdbool.h>
#include <stdint.h>

// Comparing columns on processors that compare eight numbers at once and give a bit for each. Swift
// makes one version of its code, for the oldest processor of the architecture.

#if defined(__x86_64__)

typedef float almanac_singles __attribute__((vector_size(32), aligned(4), may_alias));
typedef int almanac_truths __attribute__((vector_size(32)));
typedef short almanac_shorts __attribute__((vector_size(32)));
typedef char almanac_bytes __attribute__((vector_size(32)));

static inline bool almanac_has_wide_comparison(void) { return __builtin_cpu_supports("avx2"); }

// The bits of four comparisons of eight numbers, in order.
static inline __attribute__((target("avx2"), always_inline)) uint64_t almanac_bits(
    const almanac_truths *truths
) {
    const almanac_shorts first = __builtin_ia32_packssdw256(truths[0], truths[1]);
    const almanac_shorts second = __builtin_ia32_packssdw256(truths[2], truths[3]);
    // Packing keeps to halves: the first four of each come before the last four.
    const almanac_truths halves = (almanac_truths)__builtin_ia32_packsswb256(first, second);
    const almanac_truths whole = __builtin_shufflevector(halves, halves, 0, 4, 1, 5, 2, 6, 3, 7);
    return (uint32_t)__builtin_ia32_pmovmskb256((almanac_bytes)whole);
}

// Where each of two columns is greater than the other, sixty-four rows to a word.
__attribute__((target("avx2"))) static void almanac_compare(
    const float *x, const float *y, long words, uint64_t *greater, uint64_t *less
) {
    for (long word = 0; word < words; word++) {
        uint64_t more[2], fewer[2];
#pragma clang loop unroll(full)
        for (int half = 0; half < 2; half++, x += 32, y += 32) {
            almanac_truths above[4], below[4];
#pragma clang loop unroll(full)
            for (int group = 0; group < 4; group++) {
                const almanac_singles a = *(const almanac_singles *)(x + group * 8);
                const almanac_singles b = *(const almanac_singles *)(y + group * 8);
                above[group] = a > b;
                below[group] = a < b;
            }
            more[half] = almanac_bits(above);
            fewer[half] = almanac_bits(below);
        }
        greater[word] = more[0] | more[1] << 32;
        less[word] = fewer[0] | fewer[1] << 32;
    }
}

#else

static inline bool almanac_has_wide_comparison(void) { return false; }

static inline void almanac_compare(
    const float *x, const float *y, long words, uint64_t *greater, uint64_t *less
) {
    __builtin_trap();
}

#endif
