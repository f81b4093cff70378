import Foundation

/// Everything that can go wrong, but for cancellation, which is Swift's own `CancellationError`.
///
/// Decide by ``code``, ``action`` and ``adobeCode``, never by ``httpStatus`` alone: Adobe's codes
/// that may be retried carry 403. No text in it contains a secret of the request.
public struct TVPassError: Error, Sendable, Hashable {
    /// The stable code.
    public let code: TVPassErrorCode
    /// The code's name, e.g. `enhanced_error`.
    public let name: String
    /// What happened, for a log.
    public let message: String
    /// What helps, in a sentence for a developer.
    public let advice: String
    /// Whether sending the same request again may help. The client has already done so where it
    /// may.
    public let isRetryable: Bool
    /// The input that was refused: a parameter, a key of X-Device-Info or a header.
    public let field: String?
    /// For device information without its required keys: all of them at once.
    public let missingKeys: [String]
    /// The HTTP status of the answer.
    public let httpStatus: Int?
    /// Adobe's own code as received.
    public let adobeCode: AdobeErrorCode?
    /// What Adobe recommends.
    public let action: RecommendedAction?
    /// The status in the body of an enhanced error, which may differ from ``httpStatus``.
    public let status: Int?
    /// Adobe's message.
    public let adobeMessage: String?
    /// The provider's message.
    public let details: String?
    /// Adobe's page about the error.
    public let helpURL: URL?
    /// Adobe's identifier of the answer: quote it in a ticket.
    public let trace: String?
    /// For a lost request: whether the service may have acted on it.
    public let delivery: RequestDelivery?
    /// For an answer that is not what Adobe documents: its first bytes, secrets removed.
    public let bodyHead: String?
    /// The `Content-Type` of such an answer. `text/html` usually means a captive portal or a proxy.
    public let contentType: String?
    /// How long the service asks to wait before the next request (`Retry-After`), in seconds, as
    /// received. `nil` if it does not say, or says so with a date. Calls wait that long, up to a
    /// minute, before they try again.
    public let retryAfter: TimeInterval?
    /// What it means for the user: what helps, and what to say.
    public let words: Words
}

/// What helps against an enhanced error, as Adobe says.
public enum RecommendedAction: Sendable, Hashable {
    /// `none`: nothing predefined; often the request itself was improper.
    case nothing
    /// `configuration`: somebody has to change the configuration in Adobe's TVE Dashboard.
    case configuration
    /// `application-registration`: the app has to register again. Its profiles are gone.
    case applicationRegistration
    /// `authentication`: the user has to sign in again.
    case authentication
    /// `authorization`: the app has to obtain an authorization for the resource.
    case authorization
    /// `retry`: sending the request again may help.
    case retry
    /// An action that Adobe did not document when this version was made, as received.
    case unknown(String)

    /// The action with this text.
    public init(text: String) {
        self =
            switch text {
            case "none": .nothing
            case "configuration": .configuration
            case "application-registration": .applicationRegistration
            case "authentication": .authentication
            case "authorization": .authorization
            case "retry": .retry
            default: .unknown(text)
            }
    }
}

extension TVPassError: LocalizedError {
    public var errorDescription: String? { message }

    /// The provider's or Adobe's own words, if there are any.
    public var failureReason: String? { details ?? adobeMessage }

    public var recoverySuggestion: String? { advice }

    public var helpAnchor: String? { helpURL?.absoluteString }
}

extension TVPassError {
    init(_ failure: CoreFailure) {
        code = TVPassErrorCode(rawValue: failure.code)
        name = failure.name
        message = failure.message
        advice = failure.advice
        isRetryable = failure.retryable
        field = failure.field
        missingKeys = failure.missingKeys
        httpStatus = failure.httpStatus.map(Int.init)
        adobeCode = failure.adobeCode.map(AdobeErrorCode.init(rawValue:))
        action = failure.action.map(RecommendedAction.init(text:))
        status = failure.status.map(Int.init)
        adobeMessage = failure.adobeMessage
        details = failure.details
        helpURL = failure.helpURL.flatMap(URL.init(string:))
        trace = failure.trace
        delivery = failure.delivery
        bodyHead = failure.bodyHead
        contentType = failure.contentType
        retryAfter = failure.retryAfterMs.map { TimeInterval($0) / 1000 }
        words = failure.words
    }

    /// An error of this layer, with one of the core's codes; or of an app's tests.
    public init(
        code: TVPassErrorCode, message: String, advice: String, isRetryable: Bool = false, httpStatus: Int? = nil,
        adobeCode: AdobeErrorCode? = nil, action: RecommendedAction? = nil, adobeMessage: String? = nil,
        details: String? = nil, trace: String? = nil, delivery: RequestDelivery? = nil, retryAfter: TimeInterval? = nil,
        words: Words = Words(remedy: .contactSupport, key: .contactSupport, providerText: nil, reference: nil)
    ) {
        self.code = code
        name = TVPassErrorCode.names[code] ?? ""
        self.message = message
        self.advice = advice
        self.isRetryable = isRetryable
        field = nil
        missingKeys = []
        self.httpStatus = httpStatus
        self.adobeCode = adobeCode
        self.action = action
        status = httpStatus
        self.adobeMessage = adobeMessage
        self.details = details
        helpURL = nil
        self.trace = trace
        self.delivery = delivery
        bodyHead = nil
        contentType = nil
        self.retryAfter = retryAfter
        self.words = words
    }
}

extension CoreFailure {
    /// The generated code can write every result; the library takes none.
    init(_ error: TVPassError) {
        self.init(
            kind: .internal, code: error.code.rawValue, name: error.name, message: error.message, advice: error.advice,
            retryable: error.isRetryable, field: error.field, missingKeys: error.missingKeys, httpStatus: nil,
            adobeCode: error.adobeCode?.rawValue, action: nil, status: nil, adobeMessage: error.adobeMessage,
            details: error.details, helpURL: error.helpURL?.absoluteString, trace: error.trace, delivery: error.delivery,
            bodyHead: error.bodyHead, contentType: error.contentType, retryAfterMs: nil, words: error.words)
    }
}

/// Calls the core. Its error becomes a ``TVPassError``; so does what uniffi itself may throw, which
/// would mean that library and package are not of one version.
func core<T>(_ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch CoreError.Failed(let failure) {
        throw TVPassError(failure)
    } catch {
        throw TVPassError(
            code: .panic, message: "the library answered in an unexpected way",
            advice: "Check that the package and the library inside are of one version; report it otherwise.")
    }
}
