import AlmanacCore
import Glibc

/// plotly.js, which set-up puts beside the program.
enum ChartLibrary {
    static let version = "7.1.0"

    /// Its source text.
    /// - Throws: A `not_found` error where it is not installed.
    static func source() throws(AlmanacError) -> String {
        for folder in folders() {
            let path = "\(folder)/plotly-\(version)/plotly.min.js"
            guard access(path, R_OK) == 0 else { continue }
            let bytes = try FileSystem.read(path, limit: 32 * 1024 * 1024)
            return String(decoding: bytes, as: UTF8.self)
        }
        throw AlmanacError(
            .notFound, "the chart library that reports need is not installed",
            suggestion: "run Scripts/setup in the repository, or set ALMANAC_TOOLS to its .tools")
    }

    /// Where set-up may have put it: a folder that is named, the working folder's, and those above
    /// the program.
    private static func folders() -> [String] {
        var folders: [String] = []
        if let named = getenv("ALMANAC_TOOLS") { folders.append(String(cString: named)) }
        folders.append(".tools")
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return folders }
        var path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for _ in 0..<5 {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { break }
            path = String(path[..<slash])
            folders.append("\(path)/.tools")
        }
        return folders
    }
}
