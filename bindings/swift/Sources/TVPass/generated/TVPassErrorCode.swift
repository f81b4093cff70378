// Made from the core's lists by `cargo xtask bindings`. Do not edit.

/// The kind of a ``TVPassError`` as a stable number: once given, it is never reused.
///
/// 1xxx: input refused, nothing sent. 2xxx: transport. 3xxx: the service's answer. 4xxx: calls and stored state. 9xxx: a
/// mistake in the library.
public struct TVPassErrorCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// `invalid_input`
    public static let invalidInput = TVPassErrorCode(rawValue: 1001)
    /// `transport_dns`
    public static let transportDns = TVPassErrorCode(rawValue: 2001)
    /// `transport_connect`
    public static let transportConnect = TVPassErrorCode(rawValue: 2002)
    /// `transport_tls`
    public static let transportTls = TVPassErrorCode(rawValue: 2003)
    /// `transport_timeout`
    public static let transportTimeout = TVPassErrorCode(rawValue: 2004)
    /// `transport_connection_lost`
    public static let transportConnectionLost = TVPassErrorCode(rawValue: 2005)
    /// `transport_response_too_large`
    public static let transportResponseTooLarge = TVPassErrorCode(rawValue: 2006)
    /// `transport_refused`
    public static let transportRefused = TVPassErrorCode(rawValue: 2007)
    /// `transport_protocol`
    public static let transportProtocol = TVPassErrorCode(rawValue: 2008)
    /// `transport_other`
    public static let transportOther = TVPassErrorCode(rawValue: 2009)
    /// `http_status`
    public static let httpStatus = TVPassErrorCode(rawValue: 3001)
    /// `throttled`
    public static let throttled = TVPassErrorCode(rawValue: 3002)
    /// `enhanced_error`
    public static let enhancedError = TVPassErrorCode(rawValue: 3003)
    /// `dcr_error`
    public static let dcrError = TVPassErrorCode(rawValue: 3004)
    /// `malformed_answer`
    public static let malformedAnswer = TVPassErrorCode(rawValue: 3005)
    /// `registration_lost`
    public static let registrationLost = TVPassErrorCode(rawValue: 3006)
    /// `deadline_exceeded`
    public static let deadlineExceeded = TVPassErrorCode(rawValue: 4001)
    /// `cancelled`
    public static let cancelled = TVPassErrorCode(rawValue: 4002)
    /// `out_of_order`
    public static let outOfOrder = TVPassErrorCode(rawValue: 4003)
    /// `state_corrupt`
    public static let stateCorrupt = TVPassErrorCode(rawValue: 4004)
    /// `state_too_new`
    public static let stateTooNew = TVPassErrorCode(rawValue: 4005)
    /// `state_of_another_app`
    public static let stateOfAnotherApp = TVPassErrorCode(rawValue: 4006)
    /// `token_source_failed`
    public static let tokenSourceFailed = TVPassErrorCode(rawValue: 4008)
    /// `storage_in_use`
    public static let storageInUse = TVPassErrorCode(rawValue: 4009)
    /// `storage_unreadable`
    public static let storageUnreadable = TVPassErrorCode(rawValue: 4010)
    /// `storage_unwritable`
    public static let storageUnwritable = TVPassErrorCode(rawValue: 4011)
    /// `panic`
    public static let panic = TVPassErrorCode(rawValue: 9003)

    /// Every code that this version knows, with its name.
    public static let names: [TVPassErrorCode: String] = [
        .invalidInput: "invalid_input",
        .transportDns: "transport_dns",
        .transportConnect: "transport_connect",
        .transportTls: "transport_tls",
        .transportTimeout: "transport_timeout",
        .transportConnectionLost: "transport_connection_lost",
        .transportResponseTooLarge: "transport_response_too_large",
        .transportRefused: "transport_refused",
        .transportProtocol: "transport_protocol",
        .transportOther: "transport_other",
        .httpStatus: "http_status",
        .throttled: "throttled",
        .enhancedError: "enhanced_error",
        .dcrError: "dcr_error",
        .malformedAnswer: "malformed_answer",
        .registrationLost: "registration_lost",
        .deadlineExceeded: "deadline_exceeded",
        .cancelled: "cancelled",
        .outOfOrder: "out_of_order",
        .stateCorrupt: "state_corrupt",
        .stateTooNew: "state_too_new",
        .stateOfAnotherApp: "state_of_another_app",
        .tokenSourceFailed: "token_source_failed",
        .storageInUse: "storage_in_use",
        .storageUnreadable: "storage_unreadable",
        .storageUnwritable: "storage_unwritable",
        .panic: "panic",
    ]
}
