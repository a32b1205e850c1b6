package import AlmanacCore

extension WebURL {
    /// The address with what its parameters call keys or tokens left out, to be written down.
    package var withoutKeys: WebURL {
        guard let query else { return withoutUser }
        var hasKey = false
        let parts = query.split(separator: "&", omittingEmptySubsequences: false).map { part in
            let name = part.prefix { $0 != "=" }
            guard part.utf8.count > name.utf8.count + 1,
                Self.keyNames.contains(name.lowercased().filter { $0 != "_" && $0 != "-" })
            else { return String(part) }
            hasKey = true
            return name + "=withheld"
        }
        guard hasKey else { return withoutUser }
        let plain = withoutUser.description
        let head = plain.prefix { $0 != "?" }
        return WebURL(head + "?" + parts.joined(separator: "&")) ?? withoutSecrets
    }

    private var withoutUser: WebURL {
        guard let authority, authority.contains("@") else { return withoutFragment }
        return withoutSecrets
    }

    private static let keyNames: Set<String> = [
        "apikey", "key", "token", "accesstoken", "authtoken", "apitoken", "secret",
        "clientsecret", "password", "signature", "sig", "crtoken", "sessionid", "signingkey",
    ]
}
