// What an operation's outcome says: one function for each kind of outcome.

extension Outcome {
    /// Of a logout.
    func logout() throws -> Logout {
        guard case .logout(let logout) = self else { throw unexpected() }
        return logout
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
