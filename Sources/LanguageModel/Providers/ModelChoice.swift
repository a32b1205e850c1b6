package import AlmanacCore

/// The model that the user chose, and how it is reached.
///
/// There is no choice unless the user makes one, so nothing ever costs money by default.
package struct ModelChoice: Sendable, Hashable {
    /// Who offers it.
    package var provider: ModelProvider
    /// Its name, as the provider has it.
    package var model: String
    /// Where the provider is.
    package var address: WebURL
    /// The key; nil where none is wanted.
    package var key: String?
    /// What its tokens cost; nil where that is not known.
    package var price: ModelPrice?

    /// The variables that are read.
    package static let variables = [
        "ALMANAC_MODEL", "ALMANAC_MODEL_URL", "ALMANAC_MODEL_KEY", "ALMANAC_MODEL_PRICE",
    ]

    /// Reads the choice from the environment; nil where `ALMANAC_MODEL` is not set.
    ///
    /// `ALMANAC_MODEL=provider/model` chooses, `ALMANAC_MODEL_URL` leads elsewhere than the
    /// provider's own address, `ALMANAC_MODEL_KEY` replaces the provider's own variable, and
    /// `ALMANAC_MODEL_PRICE=INPUT,OUTPUT` states dollars a million tokens.
    /// - Throws: A `validation_error` for a choice that is none, `unauthorized` without the key
    ///   that a provider wants. No message ever holds the key.
    package init?(environment: (String) -> String?) throws(AlmanacError) {
        func value(_ name: String) -> String? {
            environment(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let chosen = value("ALMANAC_MODEL") else { return nil }
        let parts = chosen.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.count <= 200 else {
            throw Self.fault(
                "ALMANAC_MODEL is provider/model, such as ollama/llama3.1", given: chosen)
        }
        guard let provider = ModelProvider.all.first(where: { $0.name == parts[0] }) else {
            let names = ModelProvider.all.map(\.name)
            let near = nearestName(to: String(parts[0]), among: names)
            throw Self.fault(
                "there is no provider '\(parts[0])'", given: chosen,
                suggestion: (near.map { "did you mean \($0)? " } ?? "")
                    + "known: \(names.joined(separator: ", "))")
        }
        guard let text = value("ALMANAC_MODEL_URL") ?? provider.address else {
            throw Self.fault(
                "the provider '\(provider.name)' needs ALMANAC_MODEL_URL", given: chosen,
                suggestion: "such as ALMANAC_MODEL_URL=http://127.0.0.1:8000/v1")
        }
        guard let address = WebURL(text.hasSuffix("/") ? String(text.dropLast()) : text),
            address.isWeb, address.host != nil, address.query == nil
        else { throw Self.fault("ALMANAC_MODEL_URL is no address", given: chosen) }
        self.provider = provider
        model = String(parts[1])
        self.address = address
        key = value("ALMANAC_MODEL_KEY") ?? provider.keyVariable.flatMap(value)
        if key == nil, let variable = provider.keyVariable, provider.address != nil,
            value("ALMANAC_MODEL_URL") == nil
        {
            throw AlmanacError(
                .unauthorized, "\(provider.name) wants a key",
                details: ["variable": .string(variable)],
                suggestion: "set \(variable), or choose a model of your own such as ollama/llama3.1"
            )
        }
        if let stated = value("ALMANAC_MODEL_PRICE") {
            price = try ModelPrice(stated: stated)
        } else {
            price = ModelPrice.known(provider, model)
        }
    }

    private static func fault(
        _ message: String, given: String, suggestion: String? = nil
    ) -> AlmanacError {
        AlmanacError(
            .validation, message, details: ["ALMANAC_MODEL": .string(given)],
            suggestion: suggestion)
    }

    /// The name as it was chosen, such as `ollama/llama3.1`.
    package var name: String { "\(provider.name)/\(model)" }
}
