// Stands in for the part of Apple's Combine that observable objects use: declarations, and a count
// of what is sent.
import Foundation

public final class ObservableObjectPublisher: @unchecked Sendable {
    public private(set) var fakeSent = 0
    public init() {}
    public func send() { fakeSent += 1 }
}

public protocol ObservableObject: AnyObject {
    associatedtype ObjectWillChangePublisher = ObservableObjectPublisher
    var objectWillChange: ObjectWillChangePublisher { get }
}

nonisolated(unsafe) private var publishers: [ObjectIdentifier: ObservableObjectPublisher] = [:]

extension ObservableObject where ObjectWillChangePublisher == ObservableObjectPublisher {
    public var objectWillChange: ObservableObjectPublisher {
        if let publisher = publishers[ObjectIdentifier(self)] { return publisher }
        let publisher = ObservableObjectPublisher()
        publishers[ObjectIdentifier(self)] = publisher
        return publisher
    }
}
