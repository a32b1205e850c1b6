internal import CCurl
import Glibc
import Synchronization

/// The one thread that moves the bytes of all exchanges of a client.
///
/// Callers put exchanges into the inbox and wake the thread; everything of the library is touched
/// by that thread alone, apart from waking it, which libcurl allows to all.
final class TransferLoop: @unchecked Sendable {
    private struct Inbox {
        var submitted: [Transfer] = []
        var cancelled: [UInt64] = []
        var isClosing = false
        var lastIdentity: UInt64 = 0
    }

    private let options: HTTPClientOptions
    private let multi: UnsafeMutableRawPointer
    private let inbox = Mutex(Inbox())

    init?(_ options: HTTPClientOptions) {
        guard Self.isLibraryReady, let multi = curl_multi_init() else { return nil }
        self.options = options
        self.multi = multi
        almanac_curl_multi_set_long(
            multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.maximumConnectionsPerHost)
        almanac_curl_multi_set_long(
            multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, options.maximumConnections)
        almanac_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, options.maximumConnections)
    }

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    /// Starts the thread; false where the system gives none.
    func start() -> Bool {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { context in
                if let context {
                    Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
                }
                return nil
            }, context.toOpaque())
        guard code == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// A number by which an exchange can be cancelled.
    func nextIdentity() -> UInt64 {
        inbox.withLock { inbox in
            inbox.lastIdentity += 1
            return inbox.lastIdentity
        }
    }

    func submit(_ transfer: Transfer) {
        let isOpen = inbox.withLock { inbox in
            guard !inbox.isClosing else { return false }
            inbox.submitted.append(transfer)
            return true
        }
        if isOpen { curl_multi_wakeup(multi) } else { transfer.end(nil, failure: .closed) }
    }

    func cancel(_ identity: UInt64) {
        let isOpen = inbox.withLock { inbox in
            if !inbox.isClosing { inbox.cancelled.append(identity) }
            return !inbox.isClosing
        }
        if isOpen { curl_multi_wakeup(multi) }
    }

    /// Ends all exchanges and the thread.
    func close() {
        let wasOpen = inbox.withLock { inbox in
            defer { inbox.isClosing = true }
            return !inbox.isClosing
        }
        if wasOpen { curl_multi_wakeup(multi) }
    }

    private func run() {
        var running: [UnsafeMutableRawPointer: Transfer] = [:]
        let connectTo = options.connectTo.reduce(nil) { curl_slist_append($0, $1) }
        while true {
            let (submitted, cancelled, isClosing) = inbox.withLock { inbox in
                defer {
                    inbox.submitted = []
                    inbox.cancelled = []
                }
                return (inbox.submitted, inbox.cancelled, inbox.isClosing)
            }
            for transfer in submitted { begin(transfer, connectTo, &running) }
            if isClosing {
                for transfer in running.values.sorted(by: { $0.identity < $1.identity }) {
                    stop(transfer, .closed, &running)
                }
                break
            }
            for identity in cancelled {
                if let transfer = running.values.first(where: { $0.identity == identity }) {
                    stop(transfer, .cancelled, &running)
                }
            }
            var active: Int32 = 0
            curl_multi_perform(multi, &active)
            takeFinished(&running)
            // Wakes at once when a socket is ready or the inbox has something.
            curl_multi_poll(multi, nil, 0, 1_000, nil)
        }
        curl_multi_cleanup(multi)
        curl_slist_free_all(connectTo)
    }

    private func begin(
        _ transfer: Transfer, _ connectTo: UnsafeMutablePointer<curl_slist>?,
        _ running: inout [UnsafeMutableRawPointer: Transfer]
    ) {
        guard transfer.start(options, connectTo: connectTo), let handle = transfer.handle else {
            return transfer.end(nil, failure: .closed)
        }
        running[handle] = transfer
        if curl_multi_add_handle(multi, handle) != CURLM_OK {
            running[handle] = nil
            transfer.end(nil, failure: .badRequest)
        }
    }

    private func stop(
        _ transfer: Transfer, _ failure: TransferFailure,
        _ running: inout [UnsafeMutableRawPointer: Transfer]
    ) {
        guard let handle = transfer.handle else { return }
        curl_multi_remove_handle(multi, handle)
        running[handle] = nil
        transfer.end(nil, failure: failure)
    }

    private func takeFinished(_ running: inout [UnsafeMutableRawPointer: Transfer]) {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle
            else { continue }
            let result = almanac_curl_result(message)
            curl_multi_remove_handle(multi, handle)
            running.removeValue(forKey: handle)?.end(result)
        }
    }
}
