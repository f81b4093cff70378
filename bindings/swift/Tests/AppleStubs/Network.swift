// Stands in for Apple's Network: a monitor that tells the path once it is started, as Apple's does.
import Dispatch

public final class NWInterface {
    public enum InterfaceType: Sendable { case other, wifi, cellular, wiredEthernet, loopback }
}

public struct NWPath: Sendable {
    let type: NWInterface.InterfaceType?

    public func usesInterfaceType(_ type: NWInterface.InterfaceType) -> Bool { self.type == type }
}

public final class NWPathMonitor {
    /// How the tests connect the device; `nil`: not at all.
    nonisolated(unsafe) public static var fakeConnection: NWInterface.InterfaceType?

    public init() {}
    public final var pathUpdateHandler: (@Sendable (_ newPath: NWPath) -> Void)?

    public final func start(queue: DispatchQueue) {
        let (handler, path) = (pathUpdateHandler, NWPath(type: NWPathMonitor.fakeConnection))
        queue.async {
            handler?(path)
            // A change that comes too late to matter.
            handler?(NWPath(type: .other))
        }
    }

    public final func cancel() {}
}
