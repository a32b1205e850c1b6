import Glibc

/// Moves bytes between two sockets.
enum Relay {
    /// Moves what comes from either side to the other until both are done, nothing moves for a
    /// while, or `mayPass` says that it was enough.
    static func run(
        _ first: Int32, _ second: Int32, idleSeconds: Int, mayPass: (Int) -> Bool
    ) {
        let sockets = [first, second]
        var isOpen = [true, true]
        while isOpen[0] || isOpen[1] {
            var polls = sockets.indices.map {
                pollfd(fd: isOpen[$0] ? sockets[$0] : -1, events: Int16(POLLIN), revents: 0)
            }
            let count = poll(&polls, 2, Int32(clamping: idleSeconds * 1_000))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            for side in 0..<2 where polls[side].revents != 0 {
                guard let piece = receive(sockets[side], seconds: 0), !piece.isEmpty else {
                    isOpen[side] = false
                    shutdown(sockets[1 - side], Int32(SHUT_WR))
                    continue
                }
                guard mayPass(piece.count), send(sockets[1 - side], piece) else { return }
            }
        }
    }

    /// What has come, after waiting for so long at most; empty at the end, nil after an error.
    static func receive(_ socket: Int32, seconds: Int32) -> [UInt8]? {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, seconds * 1_000) == 1 else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            return count < 0 ? nil : Array(buffer[..<count])
        }
    }

    /// Sends all bytes; false where the other side takes them no more.
    static func send(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { return false }
            var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
            guard poll(&waiting, 1, 30_000) >= 0, waiting.revents & Int16(POLLERR) == 0,
                waiting.revents != 0
            else { return false }
        }
        return true
    }
}
