// swift-tools-version:6.2

import PackageDescription

/// One row of the table below: what a target is called, what kind it is, and what it may use.
///
/// Dependencies point down only: a target may name targets that stand above it in the table.
struct Module {
    enum Kind {
        case library, system, assembly, executable, test, testSupport
        /// Measures what the package keeps to itself; built only where `ALMANAC_TARGETS` names it.
        case benchmark
        /// What several of them share.
        case measuring
    }

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
    Module("CLexbor", .system),
    Module("CExpat", .system, debian: "libexpat1-dev"),
    Module("CPCRE2", .system, debian: "libpcre2-dev"),
    Module("CSQLite", .system, debian: "libsqlite3-dev"),
    Module("CPostgreSQL", .system, debian: "libpq-dev"),
    Module("CZstandard", .system, debian: "libzstd-dev"),
    Module("CCurl", .system, debian: "libcurl4-openssl-dev"),
    Module("CMicroHTTPD", .system, debian: "libmicrohttpd-dev"),
    Module("CBundledPrices", .assembly),
    // Loops for processors with wide vectors.
    Module("CComparisons", .system),
    Module("CStretches", .system),
    // Values.
    Module("AlmanacCore", uses: ["CCrypto"]),
    Module("TimeSeries", uses: ["AlmanacCore"]),
    Module("BundledPrices", uses: ["AlmanacCore", "TimeSeries", "CZlib", "CBundledPrices"]),
    // Language.
    Module("StrategyLanguage", uses: ["AlmanacCore", "TimeSeries"]),
    Module(
        "StrategyEngine", uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "CComparisons"]),
    // Study.
    Module(
        "Backtesting",
        uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "CStretches"]),
    Module(
        "Study",
        uses: ["AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting"]),
    // Ground.
    Module("JSONSchema", uses: ["AlmanacCore", "CPCRE2"]),
    Module("Database", uses: ["AlmanacCore", "CSQLite", "CPostgreSQL"]),
    Module("Networking", uses: ["AlmanacCore", "TimeSeries", "CCurl"]),
    Module("Browsing", uses: ["AlmanacCore", "Networking"]),
    // Work.
    Module("Jobs", uses: ["AlmanacCore", "TimeSeries", "Database"]),
    Module(
        "Archive",
        uses: ["AlmanacCore", "TimeSeries", "Database", "Networking", "Jobs", "CZstandard"]),
    Module(
        "Extraction", uses: ["AlmanacCore", "TimeSeries", "JSONSchema", "CLexbor", "CExpat"]),
    Module(
        "DataSources",
        uses: [
            "AlmanacCore", "TimeSeries", "Database", "Networking", "Browsing", "Jobs",
            "Archive", "Extraction",
        ]),
    Module(
        "Scraping",
        uses: [
            "AlmanacCore", "TimeSeries", "JSONSchema", "Database", "Networking", "Jobs", "Archive",
            "Extraction",
        ]),
    Module(
        "LanguageModel",
        uses: [
            "AlmanacCore", "TimeSeries", "JSONSchema", "Database", "Networking", "Jobs", "Archive",
        ]),
    Module("SignalProcessing", uses: ["AlmanacCore", "TimeSeries", "LanguageModel"]),
    // Act.
    Module(
        "Agents",
        uses: [
            "AlmanacCore", "TimeSeries", "StrategyLanguage", "JSONSchema", "DataSources",
            "LanguageModel",
        ]),
    // Doors.
    Module(
        "Reporting",
        uses: [
            "AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting",
            "Study",
        ]),
    Module("WebServer", uses: ["AlmanacCore", "CMicroHTTPD"]),
    Module("ToolServer", uses: ["AlmanacCore", "JSONSchema"]),
    Module(
        "CommandLine",
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Study", "Database", "Networking", "Jobs", "Archive", "Extraction",
            "Browsing", "DataSources", "Scraping", "SignalProcessing", "JSONSchema",
            "LanguageModel", "Agents", "Reporting", "WebServer", "ToolServer",
        ]),
    Module("almanac", .executable, uses: ["CommandLine"]),
    // Tests.
    Module("TestSupport", .testSupport, uses: ["AlmanacCore", "TimeSeries", "Database"]),
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
    Module("JSONSchemaTests", .test, uses: ["AlmanacCore", "JSONSchema", "TestSupport"]),
    Module("DatabaseTests", .test, uses: ["AlmanacCore", "Database", "TestSupport"]),
    Module(
        "NetworkingTests", .test,
        uses: ["AlmanacCore", "TimeSeries", "Networking", "TestSupport"]),
    Module(
        "BrowsingTests", .test,
        uses: ["AlmanacCore", "TimeSeries", "Networking", "Browsing", "TestSupport"]),
    Module(
        "JobsTests", .test,
        uses: ["AlmanacCore", "TimeSeries", "Database", "Jobs", "TestSupport"]),
    Module(
        "ArchiveTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "Database", "Networking", "Jobs", "Archive", "TestSupport",
        ]),
    Module(
        "ExtractionTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "JSONSchema", "Extraction",
            "TestSupport",
        ]),
    Module(
        "DataSourcesTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "Database", "Networking", "Browsing",
            "Jobs", "Archive", "Extraction", "DataSources", "TestSupport",
        ]),
    Module(
        "ScrapingTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "Database", "Networking", "Jobs", "Archive",
            "Extraction", "Scraping", "TestSupport",
        ]),
    Module(
        "SignalProcessingTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Networking", "Jobs", "LanguageModel", "SignalProcessing",
            "TestSupport",
        ]),
    Module(
        "LanguageModelTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "JSONSchema", "Database", "Networking", "Jobs", "Archive",
            "LanguageModel", "TestSupport",
        ]),
    Module("ToolServerTests", .test, uses: ["AlmanacCore", "ToolServer", "TestSupport"]),
    Module(
        "AgentsTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Networking", "DataSources", "LanguageModel", "Agents", "TestSupport",
        ], hasFixtures: true),
    Module(
        "CommandLineTests", .test,
        uses: [
            "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
            "Backtesting", "Study", "Database", "Networking", "Jobs", "Archive", "Agents",
            "Reporting", "JSONSchema", "Extraction", "Browsing", "CommandLine", "TestSupport",
        ]),
    Module("Measuring", .measuring),
    Module("database-bench", .benchmark, uses: ["AlmanacCore", "Database", "Measuring"]),
    Module(
        "jobs-bench", .benchmark,
        uses: ["AlmanacCore", "TimeSeries", "Database", "Jobs", "Measuring"]),
    Module(
        "archive-bench", .benchmark,
        uses: ["AlmanacCore", "TimeSeries", "Database", "Archive", "Measuring"]),
    Module(
        "fetch-bench", .benchmark,
        uses: ["AlmanacCore", "TimeSeries", "Database", "Networking", "Jobs", "Archive"]),
    Module(
        "recipe-bench", .benchmark,
        uses: ["AlmanacCore", "BundledPrices", "Extraction", "Measuring"]),
    Module("page-bench", .benchmark, uses: ["Extraction", "Measuring"]),
    Module("repair-bench", .benchmark, uses: ["AlmanacCore", "Extraction"]),
    Module(
        "signal-bench", .benchmark,
        uses: ["AlmanacCore", "TimeSeries", "SignalProcessing", "Measuring"]),
    Module("ask-bench", .benchmark, uses: ["AlmanacCore", "Agents", "Measuring"]),
    Module("TidyTests", .test, uses: ["TestSupport"]),
]

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// Where the linker finds the libraries that Scripts/setup makes, for targets that use them.
func libraryFolders(of module: Module) -> [LinkerSetting] {
    let folders = ["CLexbor": "lexbor-3.1.0"]
    return module.uses.compactMap { folders[$0] }.map {
        .unsafeFlags(["-L\(Context.packageDirectory)/.tools/\($0)/lib"])
    }
}

func target(for module: Module) -> Target {
    let dependencies = module.uses.map { Target.Dependency.target(name: $0) }
    switch module.kind {
    case .library:
        return .target(
            name: module.name, dependencies: dependencies, swiftSettings: settings,
            linkerSettings: [.linkedLibrary("m")] + libraryFolders(of: module))
    case .system:
        return .systemLibrary(
            name: module.name, providers: module.debian.map { [.apt([$0])] })
    case .assembly:
        return .target(
            name: module.name, exclude: ["prices"], cSettings: [.headerSearchPath("prices")])
    case .executable:
        return .executableTarget(
            name: module.name, dependencies: dependencies, swiftSettings: settings)
    case .benchmark:
        return .executableTarget(
            name: module.name, dependencies: dependencies,
            path: "Benchmarks/Sources/\(module.name)", swiftSettings: settings)
    case .measuring:
        return .target(
            name: module.name, path: "Benchmarks/Sources/\(module.name)",
            swiftSettings: settings)
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

/// The modules to build: all of them, or only those that `ALMANAC_TARGETS` names (separated by
/// commas) with what they use, so that one layer's tests build and link without the rest.
///
///     ALMANAC_TARGETS=ExtractionTests swift test
let chosen: [Module] = {
    guard let names = Context.environment["ALMANAC_TARGETS"], !names.isEmpty else {
        return modules.filter { ![.benchmark, .measuring].contains($0.kind) }
    }
    var wanted = Set(names.split(separator: ",").map(String.init))
    // The table lists what is used before what uses it.
    for module in modules.reversed() where wanted.contains(module.name) {
        wanted.formUnion(module.uses)
    }
    return modules.filter { wanted.contains($0.name) }
}()

let products: [Product] = [
    .executable(name: "almanac", targets: ["almanac"]),
    .library(
        name: "AlmanacStudy",
        targets: [
            "AlmanacCore", "TimeSeries", "StrategyLanguage", "StrategyEngine", "Backtesting",
            "Study",
        ]),
    .library(name: "AlmanacExtraction", targets: ["AlmanacCore", "TimeSeries", "Extraction"]),
]

let package = Package(
    name: "Almanac",
    products: chosen.contains { $0.name == "almanac" } ? products : [],
    targets: chosen.map(target(for:))
)
