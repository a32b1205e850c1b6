package import AlmanacCore
internal import CCurl
import Glibc
import Synchronization

/// A connection whose bytes are its owner's own: to an address that was checked, through a proxy
/// where one is named, with TLS where the address begins with `https`.
///
/// Any thread may send and receive; libcurl is given one call at a time. Nothing blocks but opening
/// and sending.
package final class RawConnection: @unchecked Sendable {
    /// What a look at the connection brought.
    package enum Piece: Equatable, Sendable {
        case bytes([UInt8])
        /// Nothing at the moment; more may come once ``descriptor`` is readable.
        case nothing
        /// The other side has ended, or the connection broke.
        case end
    }

    /// The socket, to wait for; it is not to be read or written.
    package let descriptor: Int32
    /// How long it took to open, in milliseconds.
    package let milliseconds: Double
    private let handle: UnsafeMutableRawPointer
    private let connectTo: UnsafeMutablePointer<curl_slist>?
    /// Whether the handle is still there; held during each call.
    private let isOpen = Mutex(true)

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    /// Opens a connection; blocks until it is there or the deadline has passed.
    ///
    /// - Parameters:
    ///   - url: the place; its host is the name that TLS checks.
    ///   - address: where to connect, which the caller has checked.
    ///   - deadline: milliseconds.
    ///   - certificateFile: certificates to trust instead of the system's.
    /// - Throws: `sourceUnavailable` with the reason in `details.reason`.
    package init(
        _ url: WebURL, at address: IPAddress, through proxy: ProxyServer? = nil,
        deadline: Int = 30_000, certificateFile: String? = nil
    ) throws(AlmanacError) {
        guard Self.isLibraryReady, let handle = curl_easy_init() else {
            throw AlmanacError(.internalError, "a connection cannot be made")
        }
        self.handle = handle
        let place = address.isVersion4 ? "\(address)" : "[\(address)]"
        connectTo = curl_slist_append(nil, "::\(place):")
        for (option, text) in [
            (CURLOPT_URL, url.withoutFragment.description), (CURLOPT_PROTOCOLS_STR, "http,https"),
            (CURLOPT_PROXY, proxy?.address ?? ""), (CURLOPT_NOPROXY, ""),
            (CURLOPT_CAINFO, certificateFile), (CURLOPT_PROXY_CAINFO, certificateFile),
        ] as [(CURLoption, String?)] {
            if let text { almanac_curl_set_text(handle, option, text) }
        }
        for (option, value) in [
            (CURLOPT_CONNECT_ONLY, 1), (CURLOPT_NOSIGNAL, 1), (CURLOPT_FRESH_CONNECT, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
            (CURLOPT_HTTPPROXYTUNNEL, proxy == nil ? 0 : 1),
            (CURLOPT_TIMEOUT_MS, deadline), (CURLOPT_CONNECTTIMEOUT_MS, deadline),
        ] as [(CURLoption, Int)] {
            almanac_curl_set_long(handle, option, value)
        }
        almanac_curl_set_list(handle, CURLOPT_CONNECT_TO, connectTo)
        let code = curl_easy_perform(handle)
        var (status, microseconds, socket) = (0, curl_off_t(0), curl_socket_t(-1))
        almanac_curl_get_long(handle, CURLINFO_HTTP_CONNECTCODE, &status)
        almanac_curl_get_size(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
        if code == CURLE_OK { almanac_curl_get_socket(handle, &socket) }
        (descriptor, milliseconds) = (socket, Double(microseconds) / 1_000)
        guard code == CURLE_OK, socket >= 0 else {
            var fault = TransferFault(code)
            if let proxy, status >= 300 {
                fault = TransferFault(
                    .proxyRefused, "\(proxy.name) answered with status \(status)")
            }
            close()
            throw fault.failure.error(url, detail: fault.detail)
        }
    }

    deinit { close() }

    /// Says to both sides that nothing more comes, which ends every wait; any thread may.
    package func hangUp() {
        isOpen.withLock { if $0 { _ = shutdown(descriptor, Int32(SHUT_RDWR)) } }
    }

    /// Ends the connection; later calls do nothing.
    package func close() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            curl_easy_cleanup(handle)
            curl_slist_free_all(connectTo)
        }
    }

    /// What has come, without waiting: as much as TLS unpacks at a time, so that nothing waits
    /// unseen while the socket is not readable.
    package func receive() -> Piece {
        isOpen.withLock { isOpen in
            guard isOpen else { return .end }
            // More than a record of TLS.
            return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
                var count = 0
                let code = curl_easy_recv(handle, buffer.baseAddress, buffer.count, &count)
                if code == CURLE_AGAIN { return .nothing }
                guard code == CURLE_OK, count > 0 else { return .end }
                return .bytes(Array(buffer[..<count]))
            }
        }
    }

    /// Waits until something can be received, for so long at most; false where nothing came.
    package func wait(milliseconds: Int) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, Int32(clamping: milliseconds)) > 0
    }

    /// Sends all bytes, waiting for the other side to take them; false where it does not.
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let code = isOpen.withLock { isOpen in
                guard isOpen else { return CURLE_SEND_ERROR }
                var count = 0
                let code = bytes[sent...].withUnsafeBytes {
                    curl_easy_send(handle, $0.baseAddress, $0.count, &count)
                }
                sent += count
                return code
            }
            if code == CURLE_OK { continue }
            guard code == CURLE_AGAIN else { return false }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&waiting, 1, 30_000) > 0 else { return false }
        }
        return true
    }
}
