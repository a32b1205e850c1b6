public import AlmanacCore
internal import CMicroHTTPD
import Glibc

/// Answers GET requests of programs on the same machine, each of which must know a token.
///
/// Listens on 127.0.0.1 alone. One thread of the C library answers one request after another; the
/// answer is made by a closure on that thread, so it should not take long.
public final class LoopbackServer: Sendable {
    /// What is given back for a path.
    public struct Answer: Sendable {
        /// The type of the body, such as `text/plain; charset=utf-8`.
        public var contentType: String
        /// The body.
        public var body: String

        /// Makes an answer.
        public init(contentType: String, body: String) {
            self.contentType = contentType
            self.body = body
        }
    }

    /// The port that it listens on.
    public let port: UInt16
    private let service: Service
    // The library's handle, which only `deinit` passes on.
    nonisolated(unsafe) private let daemon: OpaquePointer

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - port: the port; 0 for any that is free.
    ///   - token: what the header `Authorization: Bearer TOKEN` of each request must say.
    ///   - respond: makes the answer for a path; nil where there is none (status 404).
    /// - Throws: `AlmanacError` of kind `dataFetch` where the port cannot be had.
    public init(
        port: UInt16, token: String, respond: @escaping @Sendable (String) -> Answer?
    ) throws(AlmanacError) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let service = Service(token: token, respond: respond)
        let context = Unmanaged.passUnretained(service).toOpaque()
        guard
            let daemon = almanac_mhd_start(
                &address,
                { context, connection, url, method, _, _, uploaded, state in
                    Service.handle(context, connection, url, method, uploaded, state)
                }, context)
        else {
            throw AlmanacError(
                .dataFetch, "port \(port) of this machine cannot be listened on",
                details: ["port": .integer(Int(port))],
                suggestion: "choose another port, or stop the program that has it")
        }
        self.service = service
        self.daemon = daemon
        self.port = almanac_mhd_port(daemon)
    }

    deinit { MHD_stop_daemon(daemon) }

    /// What the library's thread calls; it lives as long as the server.
    private final class Service: Sendable {
        let token: String
        let respond: @Sendable (String) -> Answer?

        init(token: String, respond: @escaping @Sendable (String) -> Answer?) {
            self.token = token
            self.respond = respond
        }

        static func handle(
            _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
            _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
            _ uploaded: UnsafeMutablePointer<Int>?,
            _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
        ) -> MHD_Result {
            guard let context, let connection, let url, let method else { return MHD_Result.NO }
            if let uploaded, uploaded.pointee > 0 {
                // A body is of no use here; it is dropped as it comes.
                uploaded.pointee = 0
                return MHD_Result.YES
            }
            if let state, state.pointee == nil {
                // The first call has the header only; the answer belongs to the second.
                state.pointee = context
                return MHD_Result.YES
            }
            let service = Unmanaged<Service>.fromOpaque(context).takeUnretainedValue()
            let given = MHD_lookup_connection_value(
                connection, MHD_ValueKind.HEADER_KIND, "Authorization")
            return service.answer(
                connection, path: String(cString: url), method: String(cString: method),
                authorization: given.map { String(cString: $0) } ?? "")
        }

        private func answer(
            _ connection: OpaquePointer, path: String, method: String, authorization: String
        ) -> MHD_Result {
            guard Self.isSame("Bearer " + token, authorization) else {
                return send(connection, 401, Answer(contentType: "text/plain", body: "token?\n"))
            }
            guard method == "GET" else {
                return send(
                    connection, 405, Answer(contentType: "text/plain", body: "only GET\n"))
            }
            guard let answer = respond(path) else {
                return send(
                    connection, 404, Answer(contentType: "text/plain", body: "no such path\n"))
            }
            return send(connection, 200, answer)
        }

        private func send(
            _ connection: OpaquePointer, _ status: UInt32, _ answer: Answer
        ) -> MHD_Result {
            var body = answer.body
            let response = body.withUTF8 { bytes in
                MHD_create_response_from_buffer(
                    bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                    MHD_ResponseMemoryMode.RESPMEM_MUST_COPY)
            }
            guard let response else { return MHD_Result.NO }
            defer { MHD_destroy_response(response) }
            MHD_add_response_header(response, "Content-Type", answer.contentType)
            MHD_add_response_header(response, "Cache-Control", "no-store")
            if status == 401 { MHD_add_response_header(response, "WWW-Authenticate", "Bearer") }
            return MHD_queue_response(connection, status, response)
        }

        /// Compares in time that depends on the lengths only.
        private static func isSame(_ expected: String, _ given: String) -> Bool {
            let (expected, given) = (Array(expected.utf8), Array(given.utf8))
            guard expected.count == given.count else { return false }
            return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }
}
