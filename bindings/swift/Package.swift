// swift-tools-version: 6.0
// Three modules: TVPass is for apps, and holds what uniffi generates from the core;
// TVPassTesting is for their tests; TVPassFFI is the C header of the core, with a module map in a
// folder of its own, so that two packages made in this way can live in one app.
import PackageDescription

#if os(Linux)
// The library is built beside the package (`cargo xtask test swift`), and its folder passed with
// `-Xlinker -L…`.
let binary: [Target] = []
let core: [Target.Dependency] = ["TVPassFFI"]
let link: [LinkerSetting] = [.linkedLibrary("tvpass")]
#else
// The libraries for all Apple platforms; `cargo xtask dist swift` makes them.
let binary: [Target] = [.binaryTarget(name: "TVPassBinary", path: "TVPassBinary.xcframework")]
let core: [Target.Dependency] = ["TVPassFFI", "TVPassBinary"]
let link: [LinkerSetting] = []
#endif

let package = Package(
    name: "TVPass",
    platforms: [.tvOS(.v15), .iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "TVPass", targets: ["TVPass"]),
        .library(name: "TVPassTesting", targets: ["TVPassTesting"]),
    ],
    targets: [
        .target(name: "TVPassFFI", publicHeadersPath: "generated"),
        .target(
            name: "TVPass", dependencies: core, resources: [.copy("PrivacyInfo.xcprivacy")], linkerSettings: link
        ),
        .target(name: "TVPassTesting", dependencies: ["TVPass"]),
    ] + binary,
    swiftLanguageModes: [.v6, .v5]
)

// Only in the repository: the tests, and on Linux the examples. They lie outside of the package,
// for SwiftPM takes no path beyond it; links lead to them.
var tested: [Target.Dependency] = ["TVPass", "TVPassTesting"]
#if os(Linux)
package.targets += [
    .executableTarget(name: "tvpass-logout", dependencies: ["TVPass"], path: "Examples/tvpass-logout"),
    .target(name: "AccountScreen", dependencies: ["TVPass"], path: "Examples/AccountScreen"),
]
tested += ["tvpass-logout", "AccountScreen"]
#endif
package.targets.append(.testTarget(name: "TVPassTests", dependencies: tested))
// End of that.
