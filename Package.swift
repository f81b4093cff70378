// swift-tools-version: 6.0
// The Swift package by this repository's URL:
//
//     .package(url: "https://github.com/OWNER/tvpass", from: "0.1.0")
//
// A release writes the place and the checksum of the libraries for Apple's systems into this file,
// in the commit that its tag `0.1.0`, without a `v`, names; Swift's package manager prefers that to
// `v0.1.0`. Before the first release, and for work on the package, there is bindings/swift.
import PackageDescription

let libraries = ""
let checksum = ""

#if os(Linux)
// The library of the core is the app's to build and to link: bindings/swift/README.md.
let binary: [Target] = []
let core: [Target.Dependency] = ["TVPassFFI"]
let link: [LinkerSetting] = [.linkedLibrary("tvpass")]
#else
let binary: [Target] = [
    libraries.isEmpty
        ? .binaryTarget(name: "TVPassBinary", path: "bindings/swift/TVPassBinary.xcframework")
        : .binaryTarget(name: "TVPassBinary", url: libraries, checksum: checksum)
]
let core: [Target.Dependency] = ["TVPassFFI", "TVPassBinary"]
let link: [LinkerSetting] = []
#endif

let sources = "bindings/swift/Sources/"

let package = Package(
    name: "tvpass",
    platforms: [.tvOS(.v15), .iOS(.v15), .macOS(.v12)],
    products: [
        .library(name: "TVPass", targets: ["TVPass"]),
        .library(name: "TVPassTesting", targets: ["TVPassTesting"]),
    ],
    targets: [
        .target(name: "TVPassFFI", path: sources + "TVPassFFI", publicHeadersPath: "generated"),
        .target(
            name: "TVPass", dependencies: core, path: sources + "TVPass", resources: [.copy("PrivacyInfo.xcprivacy")],
            linkerSettings: link
        ),
        .target(name: "TVPassTesting", dependencies: ["TVPass"], path: sources + "TVPassTesting"),
    ] + binary,
    swiftLanguageModes: [.v6, .v5]
)
