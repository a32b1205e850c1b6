import Foundation

/// The repository's own folders, found from where this file was compiled.
public enum PackageRoot {
    /// The folder that holds `Package.swift`, without a slash at its end.
    public static let path: String = {
        // <root>/Tests/TestSupport/PackageRoot.swift
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }()
}
