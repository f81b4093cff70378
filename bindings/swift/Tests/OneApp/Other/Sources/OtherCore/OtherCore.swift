import OtherFFI

// Named as in the code that uniffi generates.
fileprivate extension RustBuffer {
    func deallocate() {
        var status = RustCallStatus()
        ffi_other_rustbuffer_free(self, &status)
    }
}

public func answer(text: String) -> String {
    var status = RustCallStatus()
    var text = text
    let buffer = text.withUTF8 { bytes in
        uniffi_other_fn_func_answer(ForeignBytes(len: Int32(bytes.count), data: bytes.baseAddress), &status)
    }
    defer { buffer.deallocate() }
    return String(decoding: UnsafeBufferPointer(start: buffer.data, count: Int(buffer.len)), as: UTF8.self)
}
