#pragma once

#include <stdint.h>

#ifdef UNIFFI_SHARED_H
    #ifndef UNIFFI_SHARED_HEADER_V4
        #error Combining helper code from multiple versions of uniffi is not supported
    #endif
#else
#define UNIFFI_SHARED_H
#define UNIFFI_SHARED_HEADER_V4
typedef struct RustBuffer {
    uint64_t capacity;
    uint64_t len;
    uint8_t *_Nullable data;
} RustBuffer;

typedef struct ForeignBytes {
    int32_t len;
    const uint8_t *_Nullable data;
} ForeignBytes;

typedef struct RustCallStatus {
    int8_t code;
    RustBuffer errorBuf;
} RustCallStatus;
#endif

RustBuffer uniffi_other_fn_func_answer(ForeignBytes text, RustCallStatus *_Nonnull out_status);
void ffi_other_rustbuffer_free(RustBuffer buffer, RustCallStatus *_Nonnull out_status);
