#if canImport(Combine)
import Combine
#endif

/// Who is signed in, for SwiftUI: an `ObservableObject` where there is Combine.
///
/// ```swift
/// @StateObject private var signedIn = ObservableStatus(account)
/// …
/// if let profile = signedIn.status.current { … }
/// ```
@MainActor
public final class ObservableStatus {
    /// As ``TVPassAccountProtocol/status``, on the main actor.
    public private(set) var status: Status {
        willSet {
            #if canImport(Combine)
            objectWillChange.send()
            #endif
        }
        didSet { onChange?(status) }
    }
    /// Called after each change, for those without Combine.
    public var onChange: ((Status) -> Void)?
    private var listening: Task<Void, Never>?

    public init(_ account: any TVPassAccountProtocol) {
        status = account.status
        let statuses = account.statuses
        listening = Task { [weak self] in
            for await status in statuses {
                guard let self else { return }
                if status != self.status { self.status = status }
            }
        }
    }

    deinit { listening?.cancel() }
}

#if canImport(Combine)
extension ObservableStatus: ObservableObject {}
#endif
