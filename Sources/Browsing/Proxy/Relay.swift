import Glibc
import Networking

/// Moves bytes between two connections.
enum Relay {
    /// One end of what is moved.
    struct Side {
        /// What is waited for.
        var descriptor: Int32
        /// What has come, without waiting.
        var receive: () -> RawConnection.Piece
        /// Sends all bytes; false where they are taken no more.
        var send: ([UInt8]) -> Bool

        /// A socket of this process.
        init(_ socket: Int32) {
            descriptor = socket
            receive = { Relay.receive(socket) }
            send = { Relay.send(socket, $0) }
        }

        /// A connection that goes through a proxy.
        init(_ connection: RawConnection) {
            descriptor = connection.descriptor
            receive = { connection.receive() }
            send = { connection.send($0) }
        }
    }

    /// Moves what comes from either side to the other until both are done, nothing moves for a
    /// while, or `mayPass` says that it was enough.
    static func run(
        _ first: Side, _ second: Side, idleSeconds: Int, mayPass: (Int) -> Bool
    ) {
        let sides = [first, second]
        var isOpen = [true, true]
        while isOpen[0] || isOpen[1] {
            var polls = sides.indices.map {
                pollfd(
                    fd: isOpen[$0] ? sides[$0].descriptor : -1, events: Int16(POLLIN), revents: 0)
            }
            let count = poll(&polls, 2, Int32(clamping: idleSeconds * 1_000))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            for side in 0..<2 where polls[side].revents != 0 {
                let other = sides[1 - side]
                switch sides[side].receive() {
                case .nothing: break
                case .bytes(let piece):
                    guard mayPass(piece.count), other.send(piece) else { return }
                case .end:
                    isOpen[side] = false
                    shutdown(other.descriptor, Int32(SHUT_WR))
                }
            }
        }
    }

    /// What has come, without waiting.
    static func receive(_ socket: Int32) -> RawConnection.Piece {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            let count = recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EAGAIN || errno == EINTR { return .nothing }
            return count > 0 ? .bytes(Array(buffer[..<count])) : .end
        }
    }

    /// What comes within so many seconds; nil at the end, after an error, and where nothing did.
    static func receive(_ socket: Int32, seconds: Int32) -> [UInt8]? {
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, seconds * 1_000) == 1, case .bytes(let piece) = receive(socket)
        else { return nil }
        return piece
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
