import AlmanacCore
internal import CCurl
import Glibc

/// One exchange without redirects, from the moment it is given to the loop until it ends.
///
/// Sendable, since the inbox hands it over to the loop's thread, after which nobody else has it.
final class Transfer: @unchecked Sendable {
    let identity: UInt64
    private let request: HTTPRequest
    private let addressGuard: AddressGuard
    private let finish: @Sendable (Result<HTTPResponse, TransferFault>) -> Void

    private(set) var handle: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    /// Where a proxy is asked to connect to.
    private var proxyTarget: UnsafeMutablePointer<curl_slist>?
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var body: [UInt8] = []
    /// How many bytes of the body came.
    private var bodyBytes = 0
    private var fault: TransferFault?

    /// The most bytes of header fields of one answer.
    static let maximumHeaderBytes = 256 * 1024
    /// The most bytes of a body that stays out of the file that one of success would go into.
    private static let maximumAside = 5_000_000

    init(
        identity: UInt64, _ request: HTTPRequest, addressGuard: AddressGuard,
        finish: @escaping @Sendable (Result<HTTPResponse, TransferFault>) -> Void
    ) {
        self.identity = identity
        self.request = request
        self.addressGuard = addressGuard
        self.finish = finish
    }

    /// Makes the library's handle; false where it cannot be had.
    func start(_ options: HTTPClientOptions, connectTo: UnsafeMutablePointer<curl_slist>?) -> Bool {
        guard let handle = curl_easy_init() else { return false }
        self.handle = handle
        if let file = request.file {
            note(file.clear())
            // What takes long is not ended by a short deadline, but what stands still is.
            set(CURLOPT_LOW_SPEED_LIMIT, 1)
            set(CURLOPT_LOW_SPEED_TIME, 60)
        }
        setText(CURLOPT_URL, request.url.withoutFragment.description)
        setText(CURLOPT_PROTOCOLS_STR, "http,https")
        setText(CURLOPT_USERAGENT, options.userAgent)
        // The empty text asks for every compression that the library can undo.
        setText(CURLOPT_ACCEPT_ENCODING, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // TLS tells at once whether a connection can be shared. Without it the first answer would
        // have to come before anything else is asked of the host.
        set(CURLOPT_PIPEWAIT, request.url.scheme == "https" ? 1 : 0)
        set(CURLOPT_TIMEOUT_MS, request.deadline)
        set(CURLOPT_CONNECTTIMEOUT_MS, min(request.deadline, options.connectDeadline))
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        setProxy()
        if let list = proxyTarget ?? connectTo {
            almanac_curl_set_list(handle, CURLOPT_CONNECT_TO, list)
        }
        if let file = options.certificateFile {
            for option in [CURLOPT_CAINFO, CURLOPT_PROXY_CAINFO] { setText(option, file) }
        }
        setMethod()
        setHeaders()
        setCookies()
        let context = Unmanaged.passUnretained(self).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_OPENSOCKETDATA] {
            almanac_curl_set_pointer(handle, option, context)
        }
        almanac_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Transfer.of(context)?.receive(body: bytes, size * count) ?? 0
        }
        almanac_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Transfer.of(context)?.receive(header: bytes, size * count) ?? 0
        }
        almanac_curl_set_opener(handle) { context, _, address in
            guard let transfer = Transfer.of(context), let address else { return CURL_SOCKET_BAD }
            return transfer.open(address)
        }
        return true
    }

    /// Ends the exchange and tells the caller; later calls do nothing.
    func end(_ result: CURLcode?, failure: TransferFailure? = nil) {
        guard let handle else { return finish(.failure(TransferFault(failure ?? .closed))) }
        let outcome: Result<HTTPResponse, TransferFault>
        if let failure {
            outcome = .failure(TransferFault(failure))
        } else if result == CURLE_OK {
            // A name may have an address that was refused and another that answered.
            outcome = .success(response(handle))
        } else {
            let known = fault ?? proxyFault(handle)
            outcome = .failure(known ?? TransferFault(result ?? CURLE_FAILED_INIT))
        }
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerList)
        curl_slist_free_all(proxyTarget)
        self.handle = nil
        (headerList, proxyTarget) = (nil, nil)
        finish(outcome)
    }

    private func response(_ handle: UnsafeMutableRawPointer) -> HTTPResponse {
        var received: curl_off_t = 0
        var microseconds: curl_off_t = 0
        almanac_curl_get_size(handle, CURLINFO_SIZE_DOWNLOAD_T, &received)
        almanac_curl_get_size(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
        return HTTPResponse(
            status: status, headers: headers, body: body, url: request.url, redirects: [],
            cookies: CookieJar(lines: cookieLines(handle)), bytesReceived: Int(received),
            milliseconds: Double(microseconds) / 1_000)
    }

    /// The status of the answer so far.
    private var status: Int {
        var status = 0
        almanac_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private func cookieLines(_ handle: UnsafeMutableRawPointer) -> [String] {
        var list: UnsafeMutablePointer<curl_slist>?
        almanac_curl_get_list(handle, CURLINFO_COOKIELIST, &list)
        defer { curl_slist_free_all(list) }
        var lines: [String] = []
        var next = list
        while let entry = next {
            if let data = entry.pointee.data { lines.append(String(cString: data)) }
            next = entry.pointee.next
        }
        return lines
    }

    private func set(_ option: CURLoption, _ value: Int) {
        almanac_curl_set_long(handle, option, value)
    }

    private func setText(_ option: CURLoption, _ value: String) {
        almanac_curl_set_text(handle, option, value)
    }

    /// Goes through the request's proxy, and else straight, whatever the environment says.
    private func setProxy() {
        setText(CURLOPT_PROXY, request.route?.proxy.address ?? "")
        setText(CURLOPT_NOPROXY, "")
        guard let route = request.route else { return }
        set(CURLOPT_HTTPPROXYTUNNEL, 1)
        proxyTarget = curl_slist_append(nil, route.connectTo)
    }

    /// That the proxy did not open the tunnel, where it said so.
    private func proxyFault(_ handle: UnsafeMutableRawPointer) -> TransferFault? {
        guard let route = request.route else { return nil }
        var status = 0
        almanac_curl_get_long(handle, CURLINFO_HTTP_CONNECTCODE, &status)
        guard status >= 300 else { return nil }
        return TransferFault(.proxyRefused, "\(route.proxy.name) answered with status \(status)")
    }

    private func setMethod() {
        switch request.method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .head: set(CURLOPT_NOBODY, 1)
        case .post, .put, .delete: setText(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        guard request.method != .get, request.method != .head else { return }
        let bytes = request.body ?? []
        almanac_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
        // The library copies the bytes, so that they need not outlive this call.
        bytes.withUnsafeBufferPointer { buffer in
            _ = buffer.withMemoryRebound(to: CChar.self) {
                almanac_curl_set_text(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
            }
        }
    }

    private func setHeaders() {
        // Without this the library waits for "100 Continue" before larger bodies.
        var lines = ["Expect:"]
        for field in request.headers.fields {
            lines.append(field.value.isEmpty ? field.name + ";" : "\(field.name): \(field.value)")
        }
        for line in lines { headerList = curl_slist_append(headerList, line) }
        almanac_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
    }

    private func setCookies() {
        setText(CURLOPT_COOKIEFILE, "")
        for line in request.cookies.lines { setText(CURLOPT_COOKIELIST, line) }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Takes bytes of the body; fewer than given ends the exchange.
    private func receive(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        bodyBytes += count
        let file = status < 300 ? request.file : nil
        let isHeld = file == nil && request.file != nil
        let limit = isHeld ? min(request.maximumBytes, Self.maximumAside) : request.maximumBytes
        guard bodyBytes <= limit else {
            fault = TransferFault(.tooLarge, "more than \(limit) bytes")
            return 0
        }
        let piece = UnsafeRawBufferPointer(start: bytes, count: count)
        request.received?(Array(piece))
        guard let file else {
            body.append(contentsOf: piece)
            return count
        }
        note(fault == nil ? file.append(piece) : 0)
        guard fault == nil else { return 0 }
        file.progress?(bodyBytes)
        return count
    }

    /// Notes the system's number for why the file cannot be written; nothing for 0.
    private func note(_ code: Int32) {
        guard code != 0 else { return }
        fault = TransferFault(.notWritten, String(cString: strerror(code)))
    }

    /// Takes one line of the header.
    private func receive(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headerBytes += count
        guard headerBytes <= Self.maximumHeaderBytes else {
            fault = TransferFault(.tooLarge, "header fields")
            return 0
        }
        let line = String(
            decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // An interim answer, such as 103, comes before the one that counts.
            headers = HTTPHeaders()
        } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
            headers.append(
                String(line[..<colon]), trimmed(line[line.utf8.index(after: colon)...]))
        }
        return count
    }

    private func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    /// Opens a connection's socket, unless the guard refuses the address.
    private func open(_ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard let address = almanac_curl_address(target).flatMap({ IPAddress($0) }) else {
            return CURL_SOCKET_BAD
        }
        // With a proxy this is its own address, and the target was checked before.
        if request.route == nil, let purpose = addressGuard.refusal(of: address) {
            fault = TransferFault(.refusedAddress, "\(address) is \(purpose)")
            return CURL_SOCKET_BAD
        }
        let kind = target.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(target.pointee.family, kind, target.pointee.protocol)
    }
}

/// A failure and what more is known of it.
struct TransferFault: Error, Sendable {
    var failure: TransferFailure
    var detail: String?

    init(_ failure: TransferFailure, _ detail: String? = nil) {
        self.failure = failure
        self.detail = detail
    }

    init(_ code: CURLcode) {
        failure = TransferFailure(code)
        detail = String(cString: curl_easy_strerror(code))
    }
}
