package import AlmanacCore
internal import CCurl

/// Why an exchange ended without an answer.
package enum TransferFailure: String, Sendable, CaseIterable {
    case cancelled
    case timeout
    case nameNotFound = "name_not_found"
    case connectionRefused = "connection_refused"
    case connectionLost = "connection_lost"
    case truncated
    case tls
    case protocolError = "protocol_error"
    case tooLarge = "too_large"
    case tooManyRedirects = "too_many_redirects"
    case refusedAddress = "refused_address"
    case badRequest = "bad_request"
    case proxyRefused = "proxy_refused"
    /// What comes cannot be written to the file that it is for.
    case notWritten = "not_written"
    case closed

    /// Whether the same request may succeed a little later.
    package var isTransient: Bool {
        switch self {
        case .timeout, .nameNotFound, .connectionRefused, .connectionLost, .truncated,
            .protocolError, .proxyRefused:
            true
        case .cancelled, .tls, .tooLarge, .tooManyRedirects, .refusedAddress, .badRequest,
            .notWritten, .closed:
            false
        }
    }

    /// The failure that a result of libcurl stands for.
    init(_ code: CURLcode) {
        self = Self.table.first { $0.code == code }?.failure ?? .protocolError
    }

    private static let table: [(code: CURLcode, failure: TransferFailure)] = [
        (CURLE_OPERATION_TIMEDOUT, .timeout),
        (CURLE_COULDNT_RESOLVE_HOST, .nameNotFound),
        (CURLE_COULDNT_RESOLVE_PROXY, .proxyRefused),
        (CURLE_PROXY, .proxyRefused),
        (CURLE_COULDNT_CONNECT, .connectionRefused),
        (CURLE_SEND_ERROR, .connectionLost),
        (CURLE_RECV_ERROR, .connectionLost),
        (CURLE_GOT_NOTHING, .connectionLost),
        (CURLE_PARTIAL_FILE, .truncated),
        (CURLE_SSL_CONNECT_ERROR, .tls),
        (CURLE_PEER_FAILED_VERIFICATION, .tls),
        (CURLE_SSL_CACERT_BADFILE, .tls),
        (CURLE_FILESIZE_EXCEEDED, .tooLarge),
        (CURLE_URL_MALFORMAT, .badRequest),
        (CURLE_UNSUPPORTED_PROTOCOL, .protocolError),
    ]

    /// The failure as the error that commands show.
    package func error(_ url: WebURL, detail: String? = nil) -> AlmanacError {
        let host = url.host ?? url.description
        let (kind, message, suggestion) = words(host)
        return AlmanacError(
            kind, message + (detail.map { " (\($0))" } ?? ""),
            details: [
                "url": .string(url.withoutKeys.description), "reason": .string(rawValue),
            ],
            suggestion: suggestion)
    }

    private func words(_ host: String) -> (AlmanacError.Kind, String, String?) {
        switch self {
        case .cancelled: (.sourceUnavailable, "the request to \(host) was cancelled", nil)
        case .timeout:
            (
                .sourceUnavailable, "\(host) did not answer in time",
                "try again later, or allow more time"
            )
        case .nameNotFound:
            (
                .sourceUnavailable, "there is no address for the name \(host)",
                "check the spelling and the network connection"
            )
        case .connectionRefused:
            (
                .sourceUnavailable, "\(host) does not accept connections",
                "check the address and the port, or try again later"
            )
        case .connectionLost:
            (.sourceUnavailable, "\(host) broke off the connection", "try again later")
        case .truncated:
            (
                .sourceUnavailable, "\(host) sent less than it announced",
                "nothing of it was kept. Try again later"
            )
        case .tls:
            (
                .sourceUnavailable, "\(host) cannot prove who it is",
                "check the machine's clock and certificates (package ca-certificates)"
            )
        case .protocolError:
            (.sourceUnavailable, "\(host) does not speak HTTP as it should", nil)
        case .tooLarge:
            (
                .dataFetch, "the answer of \(host) is larger than allowed",
                "ask for less, or raise the limit on bytes"
            )
        case .tooManyRedirects:
            (
                .dataFetch, "\(host) redirects in a loop or too often",
                "give the address that the redirects should lead to"
            )
        case .refusedAddress:
            (
                .forbidden, "\(host) is an address that must not be fetched from",
                "only a source that is allowed to explicitly reaches private networks"
            )
        case .proxyRefused:
            (
                .sourceUnavailable, "the proxy did not connect to \(host)",
                "check the proxy, its user and its password"
            )
        case .badRequest: (.validation, "the request to \(host) cannot be sent", nil)
        case .notWritten:
            (
                .dataFetch, "what \(host) sends cannot be written",
                "see whether the disk has room for it"
            )
        case .closed: (.sourceUnavailable, "the client has been closed", nil)
        }
    }
}

extension WebURL {
    /// The address without user information and with the values of its query left out.
    package var withoutSecrets: WebURL {
        let authority = authority.map { text in
            String(text.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
        }
        let names = query.map { text in
            text.split(separator: "&").map { $0.prefix { $0 != "=" } + "=…" }
                .joined(separator: "&")
        }
        var text = scheme + ":"
        if let authority { text += "//" + authority }
        text += path
        if let names, !names.isEmpty { text += "?" + names }
        return WebURL(text) ?? self
    }
}
