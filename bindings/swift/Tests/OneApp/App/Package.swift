// swift-tools-version: 5.9
// An app in Swift 5 mode. The environment says where the packages are.
import PackageDescription

let package = Package(
    name: "OneApp",
    platforms: [.tvOS(.v15), .iOS(.v15), .macOS(.v12)],
    dependencies: [
        .package(url: Context.environment["TVPASS_URL"] ?? "https://example.com/tvpass-swift", from: "0.1.0"),
        .package(path: Context.environment["OTHER_PATH"] ?? "../Other"),
    ],
    targets: [
        .executableTarget(
            name: "OneApp",
            dependencies: [.product(name: "TVPass", package: "tvpass-swift"), .product(name: "Other", package: "Other")])
    ]
)
