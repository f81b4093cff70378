#if canImport(SwiftUI) && !os(Linux)
import SwiftUI
import TVPass

/// The account screen of a tvOS app: who is signed in, sign in, sign out, and what is left to do.
public struct AccountScreen: View {
    @StateObject private var screen: Screen

    /// Tells SwiftUI about the model's changes.
    @MainActor
    private final class Screen: ObservableObject {
        let model: AccountModel

        init(_ model: AccountModel) {
            self.model = model
            model.onChange = { [weak self] in self?.objectWillChange.send() }
        }
    }

    public init(model: AccountModel) {
        _screen = StateObject(wrappedValue: Screen(model))
    }

    public var body: some View {
        VStack(spacing: 40) { content }
            .padding()
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .task { screen.model.start() }
    }

    @ViewBuilder private var content: some View {
        let model = screen.model
        switch model.state {
        case .signedOut(let mvpd):
            if let mvpd {
                Button("Continue with \(mvpd.displayName ?? mvpd.id)") { model.beginSignIn(with: mvpd.id) }
            }
            Button("Sign in with your TV provider") { model.beginSignIn() }
        case .signedIn(let name):
            Text("Signed in with \(name)")
            Button("Sign Out") { model.beginSignOut() }
        case .busy:
            ProgressView("One moment…")
            Button("Cancel") { model.cancel() }
        case .choosing(let providers):
            ProviderPicker(providers: providers) { model.choose($0) }
            Button("Cancel") { model.cancel() }
        case .code(let code):
            CodeView(screen: code)
            Button("New Code") { model.newCode() }
            Button("Cancel") { model.cancel() }
        case .browser(let browser):
            ProviderPage(url: browser.url, redirectURL: browser.redirectURL, model: model)
        case .signingOut(.openBrowser(let url, let redirectURL)):
            ProviderPage(url: url, redirectURL: redirectURL, model: model)
        case .signingOut(.signOutInSettings(let settings)):
            Text(TextKey.signOutInSettings.text())
            ForEach(settings, id: \.self) { setting in
                Text("\(setting.osName): \(setting.path.joined(separator: " › "))")
            }
            Button("Done") { model.next() }
        case .signingOut(.sessionMayBeOpen):
            Text(TextKey.sessionMayBeOpen.text())
            Button("Continue") { model.next() }
        case .message(let words):
            Text(words.text())
            if let reference = words.reference { Text(reference).font(.footnote) }
            Button("OK") { model.next() }
        }
    }
}

/// The provider's page: in the system's browser, which on Apple TV opens on an iPhone or iPad; on
/// systems without one as a QR code.
private struct ProviderPage: View {
    let url: URL
    let redirectURL: String
    let model: AccountModel

    var body: some View {
        #if os(tvOS)
        if #available(tvOS 16.0, *) {
            ProgressView("Continue on your iPhone or iPad")
                .task(id: url) {
                    guard let redirect = try? RedirectURL(redirectURL) else { return model.browserEnded(reached: false) }
                    let ending = await SystemUserAgent().open(url, until: redirect)
                    // Skipped meanwhile: the screen shows something else, and this task has been
                    // cancelled.
                    if !Task.isCancelled { model.browserEnded(reached: ending == .reachedRedirectURL) }
                }
        } else {
            OtherScreen(url: url)
        }
        #else
        OtherScreen(url: url)
        #endif
        Button("Done") { model.browserEnded(reached: false) }
    }
}

/// For systems without a browser: the page for a phone.
private struct OtherScreen: View {
    let url: URL

    var body: some View {
        Text("Open this page on your phone:")
        if let matrix = try? QRMatrix(url) { QRCode(matrix: matrix) }
    }
}
#endif
