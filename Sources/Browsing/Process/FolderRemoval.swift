import Glibc

/// Removes what a browser left in its profile.
enum FolderRemoval {
    /// Removes a folder with all that it holds; links are removed, never followed.
    static func remove(_ path: String) {
        let words = ["rm", "-rf", "--one-file-system", "--", path]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for text in arguments { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/rm", nil, nil, &arguments, nil) == 0 else { return }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
