internal import TVPassCore

/// Something that happened in a client. Never a secret: no token, no body, no path, no query.
public struct TVPassEvent: Sendable, Hashable, CustomStringConvertible {
    /// When, in milliseconds since the client was made.
    public let time: UInt64
    /// Which call: 1 for a client's first.
    public let call: UInt64
    /// What.
    public let kind: Kind
    /// The same as a line for a log.
    public let description: String

    /// What happened.
    public enum Kind: Sendable, Hashable {
        /// A request goes out; `operation` is what it is of, e.g. `logout`, and never its path, which may hold ids and codes.
        case request(Purpose, method: String, operation: String)
        /// An answer came in. `error` is the name of the error that it means.
        case status(Purpose, status: Int, milliseconds: UInt64, error: String?, adobeCode: String?, trace: String?)
        /// The request or its answer was lost.
        case requestLost(Purpose, failure: String, delivery: TVPassError.Delivery, milliseconds: UInt64)
        /// The call waits, at most so long.
        case wait(reason: String, milliseconds: UInt64)
        /// A request is tried again, because of this error.
        case retry(attempt: Int, error: String)
        /// There is a new access token, valid for so many seconds.
        case tokenRenewed(expiresIn: UInt64)
        /// The service did not accept the token.
        case tokenRejected
        /// The app was registered.
        case registered
        /// The registration is lost, and the user's profiles with it.
        case registrationLost
        /// The state was stored.
        case stateStored
        /// The state could not be stored. If the process ends now, the next start registers again.
        case stateNotStored
        /// The call ended; `nil` is success.
        case done(error: String?, milliseconds: UInt64)
    }

    /// What a request is for.
    public enum Purpose: Sendable, Hashable {
        /// Registration of the app.
        case register
        /// An access token.
        case token
        /// The call's own operation.
        case operation
    }
}

extension TVPassEvent {
    init(_ event: Event) {
        time = event.atMs
        call = event.call
        description = event.text
        kind =
            switch event.kind {
            case .request(let purpose, let method, let operation):
                .request(Purpose(purpose), method: method, operation: operation)
            case .status(let purpose, let status, let duration, let error, let adobeCode, let trace):
                .status(
                    Purpose(purpose), status: Int(status), milliseconds: duration, error: error, adobeCode: adobeCode,
                    trace: trace)
            case .requestLost(let purpose, let failure, let delivery, let duration):
                .requestLost(
                    Purpose(purpose), failure: failure, delivery: delivery == .notSent ? .notSent : .possible,
                    milliseconds: duration)
            case .wait(let reason, let milliseconds): .wait(reason: "\(reason)", milliseconds: milliseconds)
            case .retry(let attempt, let error): .retry(attempt: Int(attempt), error: error)
            case .tokenRenewed(let seconds): .tokenRenewed(expiresIn: seconds)
            case .tokenRejected: .tokenRejected
            case .registered: .registered
            case .registrationLost: .registrationLost
            case .persisted: .stateStored
            case .notPersisted: .stateNotStored
            case .done(let error, let duration): .done(error: error, milliseconds: duration)
            }
    }
}

extension TVPassEvent.Purpose {
    init(_ purpose: Purpose) {
        switch purpose {
        case .register: self = .register
        case .token: self = .token
        case .operation: self = .operation
        }
    }
}
