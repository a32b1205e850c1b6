#pragma once
#include <stdbool.h>
#include <stdint.h>

// The loops that a sweep spends most of its time in, for processors that divide four numbers at
// once in the time of two, and count and find bits in one instruction. Swift makes one version of
// its code, for the oldest processor of the architecture. Nothing here is rounded otherwise than
// there: the target has no fused operations.

typedef struct {
    double low;
    double high;
} almanac_extremes;

#if defined(__x86_64__)

typedef double almanac_lanes __attribute__((vector_size(32), aligned(8), may_alias));
typedef long long almanac_mask __attribute__((vector_size(32)));

static inline bool almanac_has_wide_lanes(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
        && __builtin_cpu_supports("popcnt");
}

#define ALMANAC_WIDE static inline __attribute__((target("avx2"), always_inline))

ALMANAC_WIDE void almanac_pick(almanac_lanes *value, almanac_mask mask, double other) {
    almanac_lanes others = {other, other, other, other};
    *value = (almanac_lanes)(((almanac_mask)others & mask) | ((almanac_mask)*value & ~mask));
}

ALMANAC_WIDE void almanac_add(almanac_lanes *sums, almanac_lanes *squares, almanac_lanes *values) {
    *sums += *values;
    *squares += *values * *values;
}

ALMANAC_WIDE void almanac_spread(almanac_lanes *lows, almanac_lanes *highs, almanac_lanes *now) {
    *lows = __builtin_ia32_minpd256(*now, *lows);
    *highs = __builtin_ia32_maxpd256(*now, *highs);
}

// Adds the returns from `first` to `last`, on which cash and a position are held, to four sums and
// the four of their squares behind them, and gives the extremes of the equity.
//
// `equity` is the one before `first`; `idle` is a return that is still to be added, of a bar before
// it in the given lane. The closes can be read for a group of lanes around the bars.
__attribute__((target("avx2"))) static almanac_extremes almanac_measure(
    const double *closes, long first, long last, double cash, double position, double equity,
    double idle, long idle_lane, double *state
) {
    const almanac_lanes numbers = {0, 1, 2, 3};
    almanac_lanes sums = *(almanac_lanes *)state, squares = *(almanac_lanes *)(state + 4);
    almanac_lanes change = {0, 0, 0, 0};
    almanac_pick(&change, numbers == (double)idle_lane, idle);
    almanac_add(&sums, &squares, &change);

    const long head = first & ~3L, tail = last & ~3L;
    const double begun = cash + position * closes[first];
    const almanac_mask is_first = numbers == (double)(first & 3);
    const almanac_mask is_tail = numbers <= (double)(last & 3);
    almanac_mask is_held = numbers >= (double)(first & 3);
    if (head == tail) is_held &= is_tail;
    almanac_lanes before = cash + position * *(const almanac_lanes *)(closes + head - 1);
    almanac_pick(&before, is_first, equity);
    almanac_lanes now = cash + position * *(const almanac_lanes *)(closes + head);
    change = now / before - 1;
    almanac_pick(&change, ~is_held, 0);
    almanac_add(&sums, &squares, &change);
    // A lane without a bar of these counts as the first of them.
    almanac_pick(&now, ~is_held, begun);
    almanac_lanes lows = now, highs = now;
    for (long group = head + 4; group < tail; group += 4) {
        now = cash + position * *(const almanac_lanes *)(closes + group);
        change = now / (cash + position * *(const almanac_lanes *)(closes + group - 1)) - 1;
        almanac_add(&sums, &squares, &change);
        almanac_spread(&lows, &highs, &now);
    }
    if (head < tail) {
        now = cash + position * *(const almanac_lanes *)(closes + tail);
        change = now / (cash + position * *(const almanac_lanes *)(closes + tail - 1)) - 1;
        almanac_pick(&change, ~is_tail, 0);
        almanac_add(&sums, &squares, &change);
        almanac_pick(&now, ~is_tail, begun);
        almanac_spread(&lows, &highs, &now);
    }
    *(almanac_lanes *)state = sums;
    *(almanac_lanes *)(state + 4) = squares;

    almanac_extremes found = {lows[0], highs[0]};
    for (int lane = 1; lane < 4; lane++) {
        found.low = lows[lane] < found.low ? lows[lane] : found.low;
        found.high = highs[lane] > found.high ? highs[lane] : found.high;
    }
    return found;
}

// Finds the bars before `end` whose signals open or close a long position, in turn, and says how
// many there are; up to three places behind the last are written over.
__attribute__((target("bmi,popcnt"))) static long almanac_trades(
    const uint64_t *entries, const uint64_t *exits, long end, int32_t *places
) {
    long found = 0;
    uint64_t before = 0;
    for (long word = 0; word * 64 < end; word++) {
        const uint64_t begins = entries[word] & ~exits[word];
        const uint64_t stays = ~(exits[word] & ~entries[word]);
        // The sum carries each beginning on through the bars on which it stays.
        const uint64_t held = (((begins + stays + before) ^ stays) | begins) & stays;
        uint64_t turns = held ^ (held << 1 | before);
        before = held >> 63;
        const long left = end - word * 64;
        if (left < 64) turns &= ((uint64_t)1 << left) - 1;
        const long after = found + __builtin_popcountll(turns);
        do {
            for (int place = 0; place < 4; place++, turns &= turns - 1) {
                places[found++] = (int32_t)(word * 64 + (long)__builtin_ia32_tzcnt_u64(turns));
            }
        } while (turns != 0);
        found = after;
    }
    return found;
}

#else

static inline bool almanac_has_wide_lanes(void) { return false; }

static inline almanac_extremes almanac_measure(
    const double *closes, long first, long last, double cash, double position, double equity,
    double idle, long idle_lane, double *state
) {
    __builtin_trap();
}

static inline long almanac_trades(
    const uint64_t *entries, const uint64_t *exits, long end, int32_t *places
) {
    __builtin_trap();
}

#endif
