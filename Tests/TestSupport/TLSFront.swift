import Foundation
import Glibc

/// A certificate for `localhost` that nobody else vouches for, made for one test.
package final class OwnCertificate {
    /// The folder that holds it, which goes with it.
    package let folder: String
    /// The file that whoever is to trust it is given.
    package var file: String { folder + "/cert.pem" }
    /// The file of its key.
    package var key: String { folder + "/key.pem" }

    /// Makes a certificate.
    ///
    /// - Throws: ``Program/Failure`` where OpenSSL does not.
    package init() throws {
        folder =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("almanac-tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Program.run([
            "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", file, "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}

/// A listener on loopback that undoes TLS for one connection, and passes its bytes on to a server
/// that speaks without.
package final class TLSFront {
    /// The port that it listens on.
    package let port: UInt16
    /// What it shows.
    package let certificate: OwnCertificate
    private let process: RunningProgram

    /// Starts one before a server on loopback, and waits until it listens.
    ///
    /// - Throws: ``Program/Failure`` where OpenSSL cannot be started or does not listen.
    package init(before server: UInt16, _ certificate: OwnCertificate) throws {
        self.certificate = certificate
        // OpenSSL says nowhere which port the system chose, so it is given one that was free.
        for _ in 0..<3 {
            let port = try Self.freePort()
            let script = """
                exec 2>>'\(certificate.folder)/errors' 3<>/dev/tcp/127.0.0.1/\(server)
                exec /usr/bin/openssl s_server -accept 127.0.0.1:\(port) \
                    -cert '\(certificate.file)' -key '\(certificate.key)' -quiet -naccept 1 <&3 >&3
                """
            let process = try RunningProgram(["/bin/bash", "-c", script])
            for _ in 0..<400 {
                if Self.isListening(port) {
                    (self.port, self.process) = (port, process)
                    return
                }
                usleep(25_000)
            }
        }
        let errors = try? String(contentsOfFile: certificate.folder + "/errors", encoding: .utf8)
        throw Program.Failure(words: ["openssl", "s_server", errors ?? ""], status: -1)
    }

    /// A port on which nobody listens.
    private static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw Program.Failure(words: ["bind"], status: -1) }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Whether somebody listens on a port, by the kernel's table: a connection would be the one
    /// that is served.
    private static func isListening(_ port: UInt16) -> Bool {
        guard let table = fopen("/proc/net/tcp", "r") else { return false }
        defer { fclose(table) }
        let digits = String(port, radix: 16, uppercase: true)
        let wanted = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        // Line by line: the kernel gives a page at a time, which a reader of whole files takes for
        // the end.
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), table) != nil {
            let text = line.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
            if text?.contains(wanted + " 00000000:0000 0A") == true { return true }
        }
        return false
    }
}
