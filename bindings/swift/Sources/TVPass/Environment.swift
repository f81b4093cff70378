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
        let urls: EnvironmentUrls
        switch self {
        case .production: urls = try Known.production.get()
        case .prequal: urls = try Known.prequal.get()
        case .staging: urls = try Known.staging.get()
        case .prequalStaging: urls = try Known.prequalStaging.get()
        case .custom(let url): return url
        }
        guard let url = choose(urls).flatMap(URL.init(string:)) else {
            throw TVPassError(
                code: .invalidInput, message: "Adobe documents no V1 server for this environment",
                advice: "Use production or staging for the legacy logout.")
        }
        return url
    }
}

/// What the core says of Adobe's environments, asked for once.
private enum Known {
    static let production = ask(.production)
    static let prequal = ask(.prequal)
    static let staging = ask(.staging)
    static let prequalStaging = ask(.prequalStaging)

    private static func ask(_ environment: TVPassCore.Environment) -> Result<EnvironmentUrls, any Error> {
        Result { try core { try environmentUrls(environment: environment) } }
    }
}
