#if canImport(SwiftUI) && !os(Linux)
import SwiftUI
import TVPass

/// A list of TV providers with a field to search by name, as typed with a remote. The one of last
/// time comes first.
struct ProviderPicker: View {
    let providers: Providers
    let choose: @MainActor (MVPD) -> Void
    @State private var typed = ""

    var body: some View {
        TextField("Search", text: $typed)
        ScrollView {
            VStack(spacing: 20) {
                ForEach(providers.search(typed), id: \.id) { mvpd in
                    Button(mvpd.displayName ?? mvpd.id) { choose(mvpd) }
                }
            }
        }
    }
}
#endif
