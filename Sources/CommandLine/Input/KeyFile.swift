import AlmanacCore
import DataSources
import Glibc

/// Keys of sources, from the environment and a file that only its owner can read.
///
/// The environment goes first. The file is `ALMANAC_KEYS`, or `almanac/keys` in the user's folder
/// for configuration; its lines are `NAME=value`, and a line that starts with `#` says nothing.
struct KeyFile {
    /// All keys that were found.
    let keys: SourceKeys
    /// Where each key was found: `environment` or the file's path.
    let places: [String: String]

    /// Names of the keys of all sources, in order.
    static let names: [String] = {
        var names: [String] = []
        for key in SourceRegistry.all.flatMap(\.keys) where !names.contains(key.name) {
            names.append(key.name)
        }
        return names
    }()

    /// The name under which proxies are found, which may hold a user and a password.
    static let proxies = "ALMANAC_PROXIES"

    /// Finds the keys.
    ///
    /// - Throws: `forbidden` for a file that others can read or that belongs to someone else,
    ///   `validation` for a line that is none, `data_fetch_error` for one that was named and is not
    ///   there.
    init(environment: (String) -> String?) throws(AlmanacError) {
        var values: [String: String] = [:]
        var places: [String: String] = [:]
        if let (path, isNamed) = Self.path(environment) {
            for (name, value) in try Self.read(path, isNamed: isNamed) {
                values[name] = value
                places[name] = path
            }
        }
        for name in Self.names + [Self.proxies] {
            guard let value = environment(name), !value.isEmpty else { continue }
            values[name] = value
            places[name] = "environment"
        }
        keys = SourceKeys(values)
        self.places = places
    }

    /// Where the file is, whether or not it is there.
    static func path(_ environment: (String) -> String?) -> (path: String, isNamed: Bool)? {
        if let named = environment("ALMANAC_KEYS"), !named.isEmpty { return (named, true) }
        // The XDG Base Directory Specification: a relative path does not count.
        let folder = environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (folder ?? home.map { $0 + "/.config" }).map { ($0 + "/almanac/keys", false) }
    }

    private static func read(
        _ path: String, isNamed: Bool
    ) throws(AlmanacError) -> [(name: String, value: String)] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT, !isNamed { return [] }
            throw AlmanacError(
                .dataFetch,
                "the file of keys \(path) cannot be read: \(String(cString: strerror(errno)))",
                details: ["path": .string(path)], suggestion: "check ALMANAC_KEYS")
        }
        defer { close(descriptor) }
        // What is open is looked at, so that nobody can put another file in its place meanwhile.
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw AlmanacError(
                .validation, "\(path) is no file of keys", details: ["path": .string(path)])
        }
        guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() else {
            throw AlmanacError(
                .forbidden,
                status.st_uid == geteuid()
                    ? "others can read the file of keys \(path), so it is not used"
                    : "the file of keys \(path) belongs to someone else, so it is not used",
                details: ["path": .string(path)],
                suggestion: "chmod 600 \(path); keys that others may have seen are best replaced")
        }
        let text = String(
            decoding: try FileSystem.readAll(descriptor, name: path, limit: 1 << 20),
            as: UTF8.self)
        return try lines(text, path)
    }

    private static func lines(
        _ text: String, _ path: String
    ) throws(AlmanacError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") { continue }
            guard let equals = line.firstIndex(of: "="), equals > line.startIndex else {
                // The line itself may be a key, and is not shown.
                throw AlmanacError(
                    .validation, "line \(number + 1) of \(path) is not NAME=value",
                    details: ["path": .string(path), "line": .integer(number + 1)])
            }
            let name = trimmed(line[..<equals])
            var value = trimmed(line[line.index(after: equals)...])
            if value.count >= 2, let quote = value.first, quote == "\"" || quote == "'",
                value.last == quote
            {
                value = String(value.dropFirst().dropLast())
            }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }

    /// The keys of one source, and nobody else's.
    func keys(of source: SourceDescription) -> SourceKeys {
        var values: [String: String] = [:]
        for key in source.keys { values[key.name] = keys[key.name] }
        return SourceKeys(values)
    }
}
