// What an operation's outcome says: one function for each kind of outcome.

extension Outcome {
    /// Of a logout.
    func logout() throws -> Logout {
        guard case .logout(let logout) = self else { throw unexpected() }
        return logout
    }

    /// Of a service provider's configuration.
    func configuration() throws -> Configuration {
        guard case .configuration(let configuration) = self else { throw unexpected() }
        return configuration
    }

    /// Of an operation that creates or resumes a session.
    func session() throws -> Session {
        guard case .session(let session) = self else { throw unexpected() }
        return session
    }

    /// Of what a code names.
    func sessionDetails() throws -> SessionDetails {
        guard case .sessionDetails(let details) = self else { throw unexpected() }
        return details
    }

    /// Of an operation that retrieves profiles.
    func profiles() throws -> Profiles {
        guard case .profiles(let profiles) = self else { throw unexpected() }
        return profiles
    }

    /// Of a preauthorization.
    func preauthorization() throws -> PreauthorizationDecisions {
        guard case .preauthorization(let decisions) = self else { throw unexpected() }
        return decisions
    }

    /// Of an authorization.
    func authorization() throws -> AuthorizationDecisions {
        guard case .authorization(let answer) = self else { throw unexpected() }
        return AuthorizationDecisions(answer)
    }

    /// Of an operation whose success says nothing more.
    func nothing() throws {
        guard case .nothing = self else { throw unexpected() }
    }

    /// Another operation's outcome would be a mistake in the library.
    private func unexpected() -> TVPassError {
        TVPassError(
            code: .panic, message: "the library answered with another operation's outcome", advice: "Report it.")
    }
}
