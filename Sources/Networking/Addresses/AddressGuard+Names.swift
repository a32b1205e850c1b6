package import AlmanacCore

extension AddressGuard {
    /// An address of an address's host that may be connected to, after its name is resolved.
    ///
    /// - Throws: `forbidden` where none of them may be, `sourceUnavailable` where there is none.
    package func address(of url: WebURL) async throws -> IPAddress {
        let host = url.host ?? ""
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        var refused: String?
        for address in try await NameResolver.addresses(of: bare) {
            guard let purpose = refusal(of: address) else { return address }
            refused = refused ?? "\(address) is \(purpose)"
        }
        let failure: TransferFailure = refused == nil ? .nameNotFound : .refusedAddress
        throw failure.error(url, detail: refused)
    }
}
