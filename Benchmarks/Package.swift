// swift-tools-version:6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// A package of its own, so that building Almanac never pays for its benchmarks.
let package = Package(
    name: "Benchmarks",
    dependencies: [.package(name: "Almanac", path: "..")],
    targets: [
        .executableTarget(
            name: "almanac-bench",
            dependencies: [.product(name: "AlmanacStudy", package: "Almanac")],
            swiftSettings: settings)
    ]
)
