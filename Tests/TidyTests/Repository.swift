import Foundation
import TestSupport

/// What the rules look at: the repository's own Swift files, its manifest and its folders.
enum Repository {
    /// Every Swift file that is written by hand, in order of path.
    static let files: [SourceText] = ["Sources", "Tests", "Benchmarks/Sources", "Fuzz/Targets"]
        .flatMap(swiftFiles)

    static let sources = files.filter(\.isSource)

    /// The modules of the manifest's table.
    static let modules: [ManifestModule] = {
        let text = try? String(contentsOfFile: PackageRoot.path + "/Package.swift", encoding: .utf8)
        return ManifestModule.parse(text ?? "")
    }()

    static func text(_ path: String) -> String? {
        try? String(contentsOfFile: PackageRoot.path + "/" + path, encoding: .utf8)
    }

    private static func swiftFiles(in folder: String) -> [SourceText] {
        let names = FileManager.default.enumerator(atPath: PackageRoot.path + "/" + folder)
        let paths = (names?.allObjects ?? []).compactMap { $0 as? String }
        return paths.filter { $0.hasSuffix(".swift") && !$0.contains(".build/") }.sorted()
            .compactMap { name in
                text(folder + "/" + name).map { SourceText(path: folder + "/" + name, text: $0) }
            }
    }
}

/// One row of the manifest's table of targets.
struct ManifestModule: Sendable, Equatable {
    var name: String
    var kind: String
    var uses: [String]

    /// Reads the rows `Module("Name", .kind, uses: ["A", "B"])` of a manifest.
    static func parse(_ manifest: String) -> [ManifestModule] {
        guard let start = manifest.range(of: "let modules: [Module] = [")?.upperBound,
            let end = manifest.range(of: "\n]", range: start..<manifest.endIndex)?.lowerBound
        else { return [] }
        let rows = manifest[start..<end].components(separatedBy: "Module(")
        return rows.dropFirst().compactMap { row in
            let uses = row.components(separatedBy: "uses:").dropFirst().first.map(quoted) ?? []
            guard let name = quoted(row).first else { return nil }
            let kind = row.components(separatedBy: "\", .").dropFirst().first?
                .prefix(while: \.isLetter)
            let debian = row.components(separatedBy: "debian:").dropFirst().first.map(quoted) ?? []
            return ManifestModule(
                name: name, kind: kind.map(String.init) ?? "library",
                uses: uses.filter { !debian.contains($0) })
        }
    }

    private static func quoted(_ text: some StringProtocol) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
