import AlmanacCore
import Glibc

/// A server on loopback that stands for many hosts: pages of 80 kB that differ, a tenth of which
/// repeat another, and a robots.txt for each host.
///
/// It runs in a process of its own, so that its memory is not the worker's.
enum PageServer {
    static let pageBytes = 80_000

    /// Serves until the process is ended; writes the port to a descriptor first.
    static func run(port descriptor: Int32) -> Never {
        signal(SIGPIPE, SIG_IGN)
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(listening, generic, length) == 0, listen(listening, 1_024) == 0,
                    getsockname(listening, generic, &length) == 0
                else { exit(1) }
            }
        }
        var port = UInt16(bigEndian: address.sin_port)
        write(descriptor, &port, 2)
        close(descriptor)
        while true {
            let connection = accept(listening, nil, nil)
            guard connection >= 0 else { continue }
            var yes: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
            startThread { PageServer.serve(connection) }
        }
    }

    private static func serve(_ connection: Int32) {
        defer { close(connection) }
        var pending: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(connection, &block, block.count, 0)
            guard count > 0 else { return }
            pending += block[..<count]
            while let end = headEnd(pending) {
                let head = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 4)
                let target = head.split(separator: " ").dropFirst().first.map(String.init) ?? "/"
                guard send(connection, answer(target)) else { return }
            }
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4)
        where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13
            && bytes[index + 3] == 10
        {
            return index
        }
        return nil
    }

    private static func answer(_ target: String) -> [UInt8] {
        var type = "text/html"
        let body: [UInt8]
        if target == "/robots.txt" {
            type = "text/plain"
            body = Array("User-agent: *\nDisallow: /private/\n".utf8)
        } else {
            body = page(Int(target.dropFirst("/page/".count)) ?? 0)
        }
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nCache-Control: max-age=600\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    private static let words: [[UInt8]] = (0..<2_000).map { number in
        Array("w\(number &* 2_654_435_761 % 100_003) ".utf8)
    }

    /// A page of words; every tenth page is the one before it.
    private static func page(_ number: Int) -> [UInt8] {
        var state = UInt64(number % 10 == 9 ? number - 1 : number) &* 0x9E37_79B9_7F4A_7C15 | 1
        var body = Array("<html><head><title>t</title></head><body>".utf8)
        body.reserveCapacity(pageBytes + 32)
        while body.count < pageBytes {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            body += words[Int(state >> 40) % words.count]
        }
        return body
    }

    private static func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                let count = Glibc.send(
                    connection, buffer.baseAddress.map { $0 + sent }, buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}
