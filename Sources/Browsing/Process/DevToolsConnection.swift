/// A connection over which a browser is driven: to a process of this machine, or to a hosted one.
protocol DevToolsConnection: Sendable {
    /// Sends a message; false where the browser takes none.
    func send(_ message: String) -> Bool
    /// Reads until the browser ends and nothing of it is left; blocks, so for a thread of its own.
    func run(_ receive: (DevToolsEvent) -> Void)
    /// Ends the browser.
    func kill()
    /// The memory that the browser takes of this machine, in bytes.
    var memoryBytes: Int { get }
}

/// What comes over such a connection.
enum DevToolsEvent {
    case message(String)
    /// The browser has ended, or says what cannot be read.
    case ended
}
