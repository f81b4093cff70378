/* Stands for a library by another Rust compiler. */
#include "OtherFFI.h"

#include <stdlib.h>

/* Rust's std has it under this one name, whatever the compiler's version. */
void rust_eh_personality(void) { abort(); }

RustBuffer uniffi_other_fn_func_answer(ForeignBytes text, RustCallStatus *out_status) {
    RustBuffer answer = {(uint64_t)text.len, (uint64_t)text.len, malloc((size_t)text.len)};
    for (int32_t i = 0; i < text.len; i++) {
        answer.data[i] = text.data[text.len - 1 - i];
    }
    out_status->code = 0;
    return answer;
}

void ffi_other_rustbuffer_free(RustBuffer buffer, RustCallStatus *out_status) {
    free(buffer.data);
    out_status->code = 0;
}
