import Glibc

/// The three streams of a program, each a pair of sockets: writing to one that is closed is an
/// error rather than a signal.
struct ProcessStreams {
    /// The program's ends, in the order of its streams.
    private(set) var theirs: [Int32] = []
    private var ours: [Int32] = []

    /// What went through the streams.
    struct Transfer {
        var output: [UInt8] = []
        var message: [UInt8] = []
        /// Whether the program wrote more than it may.
        var isCut = false
        /// Whether nothing moved for too long.
        var isLate = false
    }

    init() throws(BoundedProcess.Fault) {
        for _ in 0..<3 {
            var pair: [Int32] = [-1, -1]
            // Closed in other programs from the first moment: another thread may start one now.
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
                let number = errno
                closeTheirs()
                close()
                throw BoundedProcess.Fault(number: number)
            }
            _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
            ours.append(pair[0])
            theirs.append(pair[1])
        }
    }

    mutating func closeTheirs() {
        for descriptor in theirs { Glibc.close(descriptor) }
        theirs = []
    }

    mutating func close() {
        for descriptor in ours { Glibc.close(descriptor) }
        ours = []
    }

    /// Writes all input and reads until both streams of the program are closed, or one is too long,
    /// or nothing moves for so many seconds.
    func transfer(_ input: [UInt8], outputLimit: Int, seconds: Int) -> Transfer {
        var transfer = Transfer()
        var written = 0
        var isWriting = true
        var isOpen = [false, true, true]
        while isOpen[1] || isOpen[2] {
            if isWriting, written == input.count {
                shutdown(ours[0], Int32(SHUT_RDWR))
                isWriting = false
            }
            var polls = [
                pollfd(fd: isWriting ? ours[0] : -1, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: isOpen[1] ? ours[1] : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isOpen[2] ? ours[2] : -1, events: Int16(POLLIN), revents: 0),
            ]
            let moved = poll(&polls, 3, Int32(clamping: seconds * 1_000))
            if moved < 0, errno == EINTR { continue }
            guard moved > 0 else {
                transfer.isLate = true
                return transfer
            }
            if polls[0].revents != 0 {
                let count = send(input, from: written)
                if count < 0 { isWriting = false }
                written += max(0, count)
            }
            if polls[1].revents != 0 {
                isOpen[1] = receive(ours[1], into: &transfer.output)
                if transfer.output.count > outputLimit {
                    transfer.isCut = true
                    return transfer
                }
            }
            if polls[2].revents != 0 {
                isOpen[2] = receive(ours[2], into: &transfer.message)
                // The beginning says what is wrong.
                if transfer.message.count > 4_096 {
                    transfer.message.removeLast(transfer.message.count - 4_096)
                }
            }
        }
        return transfer
    }

    /// How many bytes were taken; negative where the program takes no more.
    private func send(_ input: [UInt8], from start: Int) -> Int {
        input.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(1 << 16))
            let count = Glibc.send(
                ours[0], rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return count }
            return errno == EAGAIN || errno == EINTR ? 0 : -1
        }
    }

    /// Appends what is there; false where the stream is closed.
    private func receive(_ descriptor: Int32, into output: inout [UInt8]) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 { output.append(contentsOf: buffer[..<count]) }
            return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
        }
    }
}
