import Foundation

/// Where Adobe's service is.
public enum TVPassEnvironment: Sendable, Hashable {
    /// Production.
    case production
    /// Production's pre-qualification.
    case prequal
    /// Staging.
    case staging
    /// Staging's pre-qualification.
    case prequalStaging
    /// Another server: `https`, or `http` on this machine, for tests. It serves the legacy REST API
    /// V1, too.
    case custom(URL)

    /// The base URL of REST API V2 and registration.
    public func baseURL() throws -> URL {
        if case .custom(let url) = self { return url }
        guard let url = URL(string: try urls().base) else { throw TVPassEnvironment.missing }
        return url
    }

    /// The base URL of the logout of the legacy REST API V1. Throws for the two pre-qualification
    /// environments, for which Adobe documents none.
    public func v1BaseURL() throws -> URL {
        if case .custom(let url) = self { return url }
        guard let url = try urls().v1.flatMap(URL.init(string:)) else { throw TVPassEnvironment.missing }
        return url
    }

    /// As the core says; without `v1` where Adobe documents none.
    func urls() throws -> EnvironmentURLs {
        switch self {
        case .production: try Known.production.get()
        case .prequal: try Known.prequal.get()
        case .staging: try Known.staging.get()
        case .prequalStaging: try Known.prequalStaging.get()
        case .custom(let url): EnvironmentURLs(base: url.absoluteString, v1: url.absoluteString)
        }
    }

    private static var missing: TVPassError {
        TVPassError(
            code: .invalidInput, message: "Adobe documents no V1 server for this environment",
            advice: "Use production or staging for the legacy logout.")
    }
}

/// What the core says of Adobe's environments, asked for once.
private enum Known {
    static let production = ask(.production)
    static let prequal = ask(.prequal)
    static let staging = ask(.staging)
    static let prequalStaging = ask(.prequalStaging)

    private static func ask(_ environment: CoreEnvironment) -> Result<EnvironmentURLs, any Error> {
        Result { try core { try environmentURLs(environment: environment) } }
    }
}
