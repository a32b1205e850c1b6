import Glibc

/// The names in a folder.
package enum FolderNames {
    /// All names but `.` and `..`, in no order; nil where the folder cannot be read.
    ///
    /// An entry of `readdir` is as long as its name, so that its fixed-size member `d_name` must
    /// not be copied as a whole: the copy would reach beyond the entry.
    package static func list(_ path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        let start = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
        var names: [String] = []
        while let entry = readdir(folder) {
            let bytes = UnsafeRawPointer(entry) + start
            let name = String(cString: bytes.assumingMemoryBound(to: CChar.self))
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
