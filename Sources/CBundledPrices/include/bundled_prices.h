#pragma once

#include <stddef.h>

/// One embedded file: gzip bytes from `start` up to and without `end`.
typedef struct {
    const char *_Nullable symbol;
    const unsigned char *_Nullable start;
    const unsigned char *_Nullable end;
} almanac_price_file;

// Ends with a row whose symbol is null. Swift reads it through the function below, since an array
// of unknown length is not imported.
extern const almanac_price_file almanac_price_files[] __attribute__((visibility("hidden")));

/// The row at an index of the table, which ends with a row whose symbol is null.
static inline almanac_price_file almanac_price_file_at(size_t index) {
    return almanac_price_files[index];
}
