import Foundation

internal import TVPassCore

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
    /// Another server: `https`, or `http` on this machine, for tests.
    case custom(URL)

    /// The base URL of REST API V2 and registration.
    public func baseURL() throws -> URL {
        try url(of: \.base)
    }

    /// The base URL of the legacy V1 logout. Adobe documents none for the two pre-qualification environments.
    public func legacyBaseURL() throws -> URL {
        try url(of: \.v1)
    }

    private func url(of path: KeyPath<EnvironmentUrls, String>) throws -> URL {
        try url { $0[keyPath: path] }
    }

    private func url(of path: KeyPath<EnvironmentUrls, String?>) throws -> URL {
        try url { $0[keyPath: path] }
    }

    private func url(_ choose: (EnvironmentUrls) -> String?) throws -> URL {
        let environment: TVPassCore.Environment
        switch self {
        case .production: environment = .production
        case .prequal: environment = .prequal
        case .staging: environment = .staging
        case .prequalStaging: environment = .prequalStaging
        case .custom(let url): return url
        }
        let urls = try core { try environmentUrls(environment: environment) }
        guard let url = choose(urls).flatMap(URL.init(string:)) else {
            throw TVPassError(
                code: .invalidInput, message: "Adobe documents no V1 server for this environment",
                advice: "Use production or staging for the legacy logout.")
        }
        return url
    }
}
