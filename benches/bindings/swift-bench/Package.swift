// swift-tools-version: 6.0
// What a logout costs in Swift; `cargo xtask bench bindings` builds and runs it on Linux.
import PackageDescription

let package = Package(
    name: "tvpass-bench",
    dependencies: [.package(name: "TVPass", path: "../../../bindings/swift")],
    targets: [
        .executableTarget(name: "tvpass-bench", dependencies: [.product(name: "TVPass", package: "TVPass")])
    ],
    swiftLanguageModes: [.v6]
)
