import AlmanacCore
import Glibc

/// How the system's headless Chromium is started.
///
/// Nothing that it fetches may pass by the proxy: names are not resolved by the browser, loopback
/// is not exempt, and neither QUIC nor WebRTC may send datagrams of their own. An address is gone
/// to as it is given: one of `http` is not tried as `https` before.
struct BrowserCommand {
    /// The program and its arguments.
    var words: [String]
    /// The programs that are looked for.
    static let programs = [
        "/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    ]

    /// The first browser of this machine; nil where there is none.
    static var program: String? { programs.first { access($0, X_OK) == 0 } }

    /// The user that it runs as: where this process is root `nobody`, because its sandbox keeps out
    /// what runs with rights; it is never started without the sandbox.
    static var user: Result<uid_t, AlmanacError> {
        guard geteuid() == 0 else { return .success(geteuid()) }
        guard let nobody = getpwnam("nobody") else {
            return .failure(
                AlmanacError(
                    .forbidden, "a browser is not run as root, and there is no user 'nobody'",
                    suggestion: "run almanac as another user"))
        }
        return .success(nobody.pointee.pw_uid)
    }

    /// Makes the command.
    ///
    /// - Parameters:
    ///   - profile: The folder for everything that it writes.
    ///   - proxy: The port of the proxy.
    init(program: String, profile: String, user: uid_t, proxy: UInt16, userAgent: String) {
        words = [
            program, "--headless", "--remote-debugging-pipe", "--user-data-dir=\(profile)",
            "--proxy-server=socks5://127.0.0.1:\(proxy)", "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--disable-quic",
            "--force-webrtc-ip-handling-policy",
            "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--user-agent=\(userAgent)",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability",
            "--disable-client-side-phishing-detection", "--disable-breakpad",
            "--disable-crash-reporter", "--allow-browser-signin=false", "--no-first-run",
            "--no-default-browser-check",
            "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio", "--no-pings",
            "--disable-features=MediaRouter,HttpsUpgrades,OptimizationHints,Translate",
            "about:blank",
        ]
        guard user != geteuid() else { return }
        words =
            [
                "/usr/bin/setpriv", "--reuid=\(user)", "--regid=65534", "--clear-groups",
                "--no-new-privs", "--",
            ] + words
    }
}
