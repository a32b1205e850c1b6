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
        guard let made = mkdtemp(&template) else { throw Self.noRoom }
        path = String(cString: made)
        guard Self.prepare(path, user) else {
            remove()
            throw Self.noRoom
        }
    }

    private static var noRoom: AlmanacError {
        AlmanacError(.internalError, "there is no room in \(parent) for a browser's profile")
    }

    /// That nothing is fetched ahead of a page's being gone to (speculation rules): the browser
    /// asks nobody before it does.
    private static let preferences = #"{"net": {"network_prediction_options": 2}}"#

    private static func prepare(_ path: String, _ user: uid_t) -> Bool {
        let folder = path + "/Default"
        guard mkdir(folder, 0o700) == 0 else { return false }
        let name = folder + "/Preferences"
        let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard file >= 0 else { return false }
        defer { close(file) }
        let length = preferences.utf8.count
        return write(file, preferences, length) == length
            && [name, folder, path].allSatisfy { (path: String) in chown(path, user, gid_t.max) == 0
            }
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
