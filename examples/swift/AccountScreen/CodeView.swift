#if canImport(SwiftUI) && !os(Linux)
import SwiftUI
import TVPass

/// A code, and a QR code that leads to the provider's page with it.
struct CodeView: View {
    let screen: CodeScreen

    var body: some View {
        HStack(spacing: 80) {
            if let link = screen.link, let matrix = try? QRMatrix(link) { QRCode(matrix: matrix) }
            VStack(spacing: 20) {
                if let address = screen.address { Text("Or go to \(address) and enter:") }
                // Gaps between the groups, and none that anybody types.
                HStack(spacing: 40) {
                    ForEach(Array(screen.groups.enumerated()), id: \.offset) { group in
                        Text(group.element).font(.code)
                    }
                }
                .accessibilityLabel(screen.spelled.exposed)
            }
        }
    }
}

/// A QR code: dark on light, with four light modules on each side.
struct QRCode: View {
    let matrix: QRMatrix

    var body: some View {
        Modules(matrix: matrix)
            .fill(Color.black)
            .frame(width: 400, height: 400)
            .background(Color.white)
            .accessibilityHidden(true)
    }

    private struct Modules: Shape {
        let matrix: QRMatrix

        func path(in rect: CGRect) -> Path {
            let size = Int(matrix.size)
            let side = min(rect.width, rect.height) / CGFloat(size + 8)
            var path = Path()
            for y in 0..<size {
                for x in 0..<size where matrix.isDark(x: x, y: y) {
                    path.addRect(CGRect(x: CGFloat(x + 4) * side, y: CGFloat(y + 4) * side, width: side, height: side))
                }
            }
            return path
        }
    }
}

extension Font {
    /// Large, and each character as wide as the others.
    static let code = Font.system(size: 76, weight: .bold, design: .monospaced)
}
#endif
