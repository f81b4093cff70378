#if canImport(SwiftUI) && !os(Linux)
import SwiftUI
import TVPass

/// A tvOS app with nothing but the account screen. Set the service provider, the software
/// statement, the domain and the pages to yours.
@main
struct AccountApp: App {
    @State private var model: AccountModel?
    @State private var problem: String?

    var body: some Scene {
        WindowGroup {
            Group {
                if let model {
                    AccountScreen(model: model)
                } else {
                    Text(problem ?? "…")
                }
            }
            .task { await start() }
        }
    }

    private func start() async {
        #if os(tvOS) || os(iOS)
        do {
            guard let identifier = DeviceIdentifier.forVendor else {
                problem = "The device is locked."
                return
            }
            let configuration = TVPassConfiguration(
                environment: .staging, serviceProvider: "REF30",
                device: try Device(identifier: identifier, info: await .current()),
                tokenSource: .registration(softwareStatement: "the software statement from the TVE Dashboard"))
            let client = try await TVPassClient.open(configuration, store: KeychainStore())
            let account = try client.account(
                AccountSettings(
                    domainName: "example.com", redirectURL: URL(string: "https://example.com/signed-in"),
                    activationPage: ActivationPage(URL(string: "https://example.com/tv")!)))
            model = AccountModel(account: account)
        } catch {
            problem = (error as? TVPassError)?.words.text() ?? error.localizedDescription
        }
        #endif
    }
}
#endif
