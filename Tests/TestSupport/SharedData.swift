import Foundation
public import Testing

/// Real data and reference results that lie beside the repository on some machines.
///
/// The folder is `../shared` beside the package's root, or what `ALMANAC_SHARED` names. Suites that
/// need it carry the trait `.requiresSharedData`, so that they are reported as skipped elsewhere.
public enum SharedData {
    /// The folder that holds `data` and `reference`, or nil where there is none.
    public static let folder: String? = {
        let named = ProcessInfo.processInfo.environment["ALMANAC_SHARED"]
        let path = named ?? PackageRoot.path + "/../shared"
        return FileManager.default.fileExists(atPath: path + "/data") ? path : nil
    }()

    /// The path of a file or folder below the shared folder, such as `data/prices`.
    ///
    /// - Throws: An error that names the path where it is missing.
    public static func path(_ relative: String) throws -> String {
        let folder = try #require(folder, "the test needs the trait .requiresSharedData")
        let path = folder + "/" + relative
        try #require(FileManager.default.fileExists(atPath: path), "\(path) is missing")
        return path
    }

    /// The bytes of a file below the shared folder.
    public static func bytes(_ relative: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: path(relative))))
    }

    /// The text of a file below the shared folder.
    public static func text(_ relative: String) throws -> String {
        try String(contentsOfFile: path(relative), encoding: .utf8)
    }

    /// The names in a folder below the shared folder that end in a suffix, in order.
    public static func names(in relative: String, suffix: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(relative))
            .filter { $0.hasSuffix(suffix) }.sorted()
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test or suite, and says so, where the shared real data is absent.
    public static var requiresSharedData: Self {
        .enabled(
            if: SharedData.folder != nil,
            "needs real data: no ../shared beside the package, and ALMANAC_SHARED names none")
    }
}
