#if canImport(SwiftUI) && !os(Linux)
import SwiftUI
import TVPass

/// The account screen of a tvOS app: who is signed in, sign out, and what is left to do.
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
    }

    @ViewBuilder private var content: some View {
        let model = screen.model
        switch model.state {
        case .signedIn(let mvpd):
            Text("Signed in with \(mvpd)")
            Button("Sign Out") { Task { await model.signOut() } }
        case .signingOut:
            ProgressView("Signing out…")
        case .open(let url):
            #if os(tvOS)
            if #available(tvOS 16.0, *) {
                ProviderPage(url: url, model: model)
            } else {
                OtherScreen(url: url, model: model)
            }
            #else
            OtherScreen(url: url, model: model)
            #endif
        case .instructions(let settings):
            Text("Sign out in the system's settings, too:")
            ForEach(settings, id: \.self) { setting in
                Text("\(setting.osName): \(setting.path.joined(separator: " › "))")
            }
            Button("Done") { model.next() }
        case .sessionMayBeOpen(let mvpd):
            Text("You are signed out here. At \(mvpd) itself you may still be signed in.")
            Button("Continue") { model.next() }
        case .signedOut:
            Text("Signed out")
        case .failed(let message, let advice):
            Text(message)
            Text(advice).font(.footnote)
            Button("Try Again") { Task { await model.signOut() } }
        }
    }
}

#if os(tvOS)
/// The provider's page in the system's browser; on Apple TV it opens on an iPhone or iPad.
@available(tvOS 16.0, *)
private struct ProviderPage: View {
    let url: URL
    let model: AccountModel

    var body: some View {
        ProgressView("Continue on your iPhone or iPad")
            .task(id: url) {
                guard let redirectURL = try? RedirectURL(model.redirectURL) else { return model.next() }
                let ending = await SystemUserAgent().open(url, until: redirectURL)
                // Skipped meanwhile: the screen shows something else, and this task has been
                // cancelled.
                if !Task.isCancelled { model.pageEnded(reached: ending == .reachedRedirectURL) }
            }
        Button("Skip") { model.pageEnded(reached: false) }
    }
}
#endif

/// For systems without a browser: the page's address, for a phone or a computer.
private struct OtherScreen: View {
    let url: URL
    let model: AccountModel

    var body: some View {
        Text("To sign out at your TV provider, too, open this page on another device:")
        Text(url.absoluteString).font(.footnote)
        Button("Done") { model.next() }
    }
}
#endif
