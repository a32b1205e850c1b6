// swift-tools-version:6.2

import PackageDescription

/// One row of the table below: what a target is called, what kind it is, and what it may use.
///
/// Dependencies point down only: a target may name targets that stand above it in the table.
struct Module {
    enum Kind { case library, system, assembly, executable, test, testSupport }

    var name: String
    var kind: Kind
    var uses: [String]
    /// The Debian package that provides a system library.
    var debian: String?
    /// Whether a test target has a folder of recorded data, which its tests read by path.
    var hasFixtures = false

    init(
        _ name: String, _ kind: Kind = .library, uses: [String] = [], debian: String? = nil,
        hasFixtures: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.uses = uses
        self.debian = debian
        self.hasFixtures = hasFixtures
    }
}

let modules: [Module] = [
    // C libraries, each imported by one Swift target.
    Module("CZlib", .system, debian: "zlib1g-dev"),
    Module("CCrypto", .system, debian: "libssl-dev"),
    Module("CBundledPrices", .assembly),
    // Values.
    Module("AlmanacCore", uses: ["CCrypto"]),
    Module("TimeSeries", uses: ["AlmanacCore"]),
    Module("BundledPrices", uses: ["AlmanacCore", "TimeSeries", "CZlib", "CBundledPrices"]),
    // Language.
    Module("StrategyLanguage", uses: ["AlmanacCore", "TimeSeries"]),
    Module("StrategyEngine", uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage"]),
    // Study.
    Module(
        "Backtesting",
        uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine"]),
    Module(
        "Study",
        uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting"]),
    // Act.
    Module("Agents", uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage"]),
    // Doors.
    Module(
        "Reporting",
        uses: [
            "AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting",
            "Study",
        ]),
    Module(
        "CommandLine",
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Study", "Agents", "Reporting",
        ]),
    Module("almanac", .executable, uses: ["CommandLine"]),
    // Tests.
    Module("TestSupport", .testSupport, uses: ["AlmanacCore", "TimeSeries"]),
    Module("AlmanacCoreTests", .test, uses: ["AlmanacCore", "TestSupport"]),
    Module("TimeSeriesTests", .test, uses: ["AlmanacCore", "TimeSeries", "TestSupport"]),
    Module(
        "StrategyLanguageTests", .test,
        uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "TestSupport"]),
    Module(
        "StrategyEngineTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "TestSupport",
        ]),
    Module(
        "BacktestingTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting",
            "TestSupport",
        ], hasFixtures: true),
    Module(
        "StudyTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Study", "TestSupport",
        ], hasFixtures: true),
    Module(
        "AgentsTests", .test,
        uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "Agents", "TestSupport"],
        hasFixtures: true),
    Module(
        "CommandLineTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Study", "Agents", "Reporting", "CommandLine", "TestSupport",
        ]),
    Module("TidyTests", .test, uses: ["TestSupport"]),
]

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func target(for module: Module) -> Target {
    let dependencies = module.uses.map { Target.Dependency.target(name: $0) }
    switch module.kind {
    case .library:
        return .target(
            name: module.name, dependencies: dependencies, swiftSettings: settings,
            linkerSettings: [.linkedLibrary("m")])
    case .system:
        return .systemLibrary(
            name: module.name, providers: module.debian.map { [.apt([$0])] })
    case .assembly:
        return .target(
            name: module.name, exclude: ["prices"], cSettings: [.headerSearchPath("prices")])
    case .executable:
        return .executableTarget(
            name: module.name, dependencies: dependencies, swiftSettings: settings)
    case .test:
        return .testTarget(
            name: module.name, dependencies: dependencies,
            exclude: module.hasFixtures ? ["Fixtures"] : [], swiftSettings: settings)
    case .testSupport:
        return .target(
            name: module.name, dependencies: dependencies, path: "Tests/\(module.name)",
            swiftSettings: settings)
    }
}

let package = Package(
    name: "Almanac",
    products: [
        .executable(name: "almanac", targets: ["almanac"]),
        .library(
            name: "AlmanacStudy",
            targets: [
                "AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting",
                "Study",
            ]),
    ],
    targets: modules.map(target(for:))
)
