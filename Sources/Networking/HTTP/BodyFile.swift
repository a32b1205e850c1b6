import Glibc

/// A file that the body of an answer is written to as it comes, so that its size takes no memory.
///
/// It is emptied whenever a request is sent, so that what is sent again begins anew. A write that
/// waits for the disk holds up the client's thread, and so the sender.
public struct BodyFile: Sendable {
    /// An open file that may be written and cut; whoever opened it closes it.
    public var descriptor: Int32
    /// Is told how many bytes there are, each time that some came, on the client's own thread.
    public var progress: (@Sendable (Int) -> Void)?

    /// Makes the file of a descriptor.
    public init(descriptor: Int32, progress: (@Sendable (Int) -> Void)? = nil) {
        (self.descriptor, self.progress) = (descriptor, progress)
    }

    /// Empties it; 0, or the system's number for what went wrong.
    func clear() -> Int32 {
        ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0 ? 0 : errno
    }

    /// Writes bytes at the end; 0, or the system's number for what went wrong.
    func append(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let count = write(descriptor, rest.baseAddress, rest.count)
            guard count >= 0 || errno == EINTR else { return errno }
            rest = UnsafeRawBufferPointer(rebasing: rest[max(0, count)...])
        }
        return 0
    }
}
