#if canImport(SwiftUI) && !os(Linux)
import SwiftUI
import TVPass

/// A tvOS app with nothing but the account screen. Set the service provider, the software statement
/// and the redirect URL to yours.
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
            model = AccountModel(client: client, mvpd: "Cablevision", redirectURL: URL(string: "myapp://signed-out")!)
        } catch {
            problem = error.localizedDescription
        }
        #endif
    }
}
#endif
