import Foundation

/// Milliseconds since it was made, by a clock that nobody sets and that goes on while the device
/// sleeps: tokens and codes run out then, too.
struct SteadyClock: Sendable {
    private let started = SteadyClock.reading()

    var now: UInt64 {
        let now = SteadyClock.reading()
        return (now - min(now, started)) / 1_000_000
    }

    /// In nanoseconds. `DispatchTime` would stand still in sleep, and `ContinuousClock` begins with
    /// tvOS 16.
    static func reading() -> UInt64 {
        #if canImport(Darwin)
        return clock_gettime_nsec_np(CLOCK_MONOTONIC_RAW)
        #else
        var time = timespec()
        guard clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return DispatchTime.now().uptimeNanoseconds }
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
        #endif
    }
}
