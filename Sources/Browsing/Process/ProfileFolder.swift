import AlmanacCore
import Glibc

/// The folder for everything that one browser writes.
struct ProfileFolder {
    /// Where it is.
    let path: String

    /// Its name goes on with the number of the process that made it.
    private static let prefix = "almanac-browser-"
    private static let parent = "/tmp"

    /// Makes a folder that belongs to a user, and removes those that killed processes left.
    init(user: uid_t) throws(AlmanacError) {
        Self.removeOrphans()
        var template = Array("\(Self.parent)/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw AlmanacError(
                .internalError, "there is no room in \(Self.parent) for a browser's profile")
        }
        path = String(cString: made)
        chown(path, user, gid_t.max)
    }

    /// Removes the folder with all that it holds; links are removed, never followed.
    func remove() { Self.remove(path) }

    private static func remove(_ path: String) {
        let words = ["rm", "-rf", "--one-file-system", "--", path]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/rm", nil, nil, &arguments, nil) == 0 else { return }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    private static func removeOrphans() {
        for name in FolderNames.list(parent) ?? [] {
            guard name.hasPrefix(prefix),
                let owner = name.dropFirst(prefix.count).split(separator: "-").first
                    .flatMap({ pid_t($0) }), kill(owner, 0) != 0, errno == ESRCH
            else { continue }
            remove("\(parent)/\(name)")
        }
    }
}
