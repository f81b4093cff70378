import Foundation

/// What a flow presents, one after the other, until it has ended; the last one is its result.
///
/// Nothing is sent before the loop asks for its first event, and a flow goes on only while the loop
/// waits for the next one. Cancelling the loop's task ends it with `CancellationError`; leaving the
/// loop ends it, too. It is for one loop.
public struct FlowEvents<Element: Sendable>: AsyncSequence, Sendable {
    private let turns: Turns

    init(next: @escaping @Sendable () async throws -> Element?, end: @escaping @Sendable () -> Void) {
        turns = Turns(next: next, end: end)
    }

    /// Events of an app's own, for its tests.
    public init(_ events: AsyncThrowingStream<Element, any Error>) {
        let source = StreamSource(events)
        self.init { try await source.next() } end: { source.end() }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(loop: turns.begin()) }

    /// The last event: the result.
    public var last: Element {
        get async throws {
            var last: Element?
            for try await event in self { last = event }
            guard let last else {
                throw TVPassError(code: .outOfOrder, message: "the flow has ended", advice: "Start another one.")
            }
            return last
        }
    }

    /// Ends the flow when nothing refers to it any longer.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let loop: Loop?

        public mutating func next() async throws -> Element? {
            guard let loop else {
                throw TVPassError(
                    code: .outOfOrder, message: "a flow is for one loop", advice: "Start another one.")
            }
            return try await loop.next()
        }
    }

    /// What is handed to the first loop.
    private final class Turns: @unchecked Sendable {
        private let lock = NSLock()
        private var loop: Loop?

        init(next: @escaping @Sendable () async throws -> Element?, end: @escaping @Sendable () -> Void) {
            loop = Loop(next: next, end: end)
        }

        func begin() -> Loop? {
            lock.withLock {
                defer { loop = nil }
                return loop
            }
        }
    }

    fileprivate final class Loop: Sendable {
        let next: @Sendable () async throws -> Element?
        private let end: @Sendable () -> Void

        init(next: @escaping @Sendable () async throws -> Element?, end: @escaping @Sendable () -> Void) {
            self.next = next
            self.end = end
        }

        deinit { end() }
    }
}

/// A stream's events, asked for by one task at a time.
private final class StreamSource<Element: Sendable>: @unchecked Sendable {
    private var iterator: AsyncThrowingStream<Element, any Error>.AsyncIterator?

    init(_ stream: AsyncThrowingStream<Element, any Error>) { iterator = stream.makeAsyncIterator() }

    func next() async throws -> Element? {
        // The iterator is a reference to the stream's state: a copy goes on where this one is.
        var iterator = iterator
        let event = try await iterator?.next()
        if event == nil { try Task.checkCancellation() }
        return event
    }

    func end() { iterator = nil }
}
