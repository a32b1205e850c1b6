import Glibc

/// What a headless browser's sandbox rests on.
public enum Sandbox {
    /// Whether the browser's user may make a user namespace; where not, that is said aloud.
    public static let isAllowed: Bool = {
        let user = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
        let words = (geteuid() == 0 ? user : []) + ["/usr/bin/unshare", "--user", "/bin/true"]
        if (try? Program.run(words)) != nil { return true }
        let text =
            "\n*** Pages in a browser are NOT tested: no user namespaces for its sandbox ***\n\n"
        _ = text.utf8CString.withUnsafeBytes { write(2, $0.baseAddress, $0.count - 1) }
        return false
    }()
}
