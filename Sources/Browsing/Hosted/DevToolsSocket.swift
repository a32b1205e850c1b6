import AlmanacCore
import Networking

/// The connection to a hosted browser: the same messages as over the pipe, each a text of a
/// WebSocket.
final class DevToolsSocket: DevToolsConnection {
    private let socket: WebSocket

    init(_ socket: WebSocket) { self.socket = socket }

    func send(_ message: String) -> Bool { socket.send(message) }

    func run(_ receive: (DevToolsEvent) -> Void) {
        while let message = socket.receive() { receive(.message(message)) }
        socket.close()
        receive(.ended)
    }

    func kill() { socket.close() }

    /// It takes none of this machine's.
    var memoryBytes: Int { 0 }
}
