package import AlmanacCore
package import Jobs

/// What a model's tokens cost, in millionths of a dollar for a million tokens.
package struct ModelPrice: Sendable, Hashable {
    /// Tokens that are read.
    package var input: Int64
    /// Tokens that are written.
    package var output: Int64
    /// Tokens that are read from the provider's cache.
    package var cacheRead: Int64
    /// Tokens that are read and written into the provider's cache for five minutes.
    package var cacheWrite: Int64
    /// The day on which the price was looked up, and where; empty where the user stated it.
    package var source: String

    /// A price of nothing, of a model on hardware of one's own.
    static let free = ModelPrice(input: 0, output: 0, cacheRead: 0, cacheWrite: 0, source: "local")

    /// Reads `INPUT,OUTPUT[,CACHE_READ[,CACHE_WRITE]]`, in dollars a million tokens.
    ///
    /// - Throws: A `validation_error` for what is no such list.
    package init(stated text: String) throws(AlmanacError) {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            Double(part.filter { $0 != " " })
        }
        let amounts = numbers.compactMap { number -> Int64? in
            guard let number, number >= 0, number <= 100_000 else { return nil }
            return Int64((number * 1_000_000).rounded())
        }
        guard (2...4).contains(amounts.count), amounts.count == numbers.count else {
            throw AlmanacError(
                .validation, "ALMANAC_MODEL_PRICE is INPUT,OUTPUT[,CACHE_READ[,CACHE_WRITE]]",
                details: ["ALMANAC_MODEL_PRICE": .string(text)],
                suggestion: "in dollars for a million tokens, such as 3,15")
        }
        input = amounts[0]
        output = amounts[1]
        cacheRead = amounts.count > 2 ? amounts[2] : amounts[0]
        cacheWrite = amounts.count > 3 ? amounts[3] : amounts[0]
        source = ""
    }

    private init(
        input: Int64, output: Int64, cacheRead: Int64, cacheWrite: Int64, source: String
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite = cacheWrite
        self.source = source
    }

    /// What a call cost, rounded up to a millionth of a dollar.
    package func cost(_ usage: TokenUsage) -> Money {
        let total =
            Self.product(usage.input, input) + Self.product(usage.output, output)
            + Self.product(usage.cacheRead, cacheRead) + Self.product(usage.cacheWrite, cacheWrite)
        return Money(microdollars: (total + 999_999) / 1_000_000)
    }

    /// What a call may cost at most.
    ///
    /// A token is at least one byte of what is sent, and providers add prompts of their own for
    /// tools and schemas, so this is an upper bound and usually three to five times the true cost.
    package func bound(sentBytes: Int, _ request: ModelRequest) -> Money {
        let read = sentBytes + Self.hiddenTokens
        return Money(
            microdollars: (Self.product(read, max(input, cacheWrite))
                + Self.product(request.maximumTokens, output) + 999_999) / 1_000_000)
    }

    /// Tokens that a provider may add to a prompt.
    private static let hiddenTokens = 2_000

    /// Tokens times a price; counts beyond anything real are cut so that sums cannot overflow.
    private static func product(_ tokens: Int, _ price: Int64) -> Int64 {
        Int64(min(tokens, 10_000_000)) * min(price, 100_000_000_000)
    }

    /// The price of a model, where it is known.
    ///
    /// Models at home are free. Of others the table is asked by the name without the date at its
    /// end; a name that merely resembles one in it has no known price.
    package static func known(_ provider: ModelProvider, _ model: String) -> ModelPrice? {
        if provider.isLocal { return .free }
        let parts = model.split(separator: "-", omittingEmptySubsequences: false)
        var names = [model]
        if let last = parts.last, last.count == 8, Int(last) != nil {
            names.append(parts.dropLast().joined(separator: "-"))
        }
        if parts.count > 3, parts.suffix(3).map(\.count) == [4, 2, 2],
            parts.suffix(3).allSatisfy({ Int($0) != nil })
        {
            names.append(parts.dropLast(3).joined(separator: "-"))
        }
        for name in names {
            if let row = table.first(where: { $0.provider == provider.name && $0.model == name }) {
                return row.price
            }
        }
        return nil
    }

    private struct Row {
        var provider: String
        var model: String
        var price: ModelPrice
    }

    private static func rows(
        _ provider: String, _ models: String, _ dollars: [Double], _ source: String
    ) -> [Row] {
        let amounts = dollars.map { Int64(($0 * 1_000_000).rounded()) }
        let price = ModelPrice(
            input: amounts[0], output: amounts[3], cacheRead: amounts[2], cacheWrite: amounts[1],
            source: source)
        return models.split(separator: " ").map {
            Row(provider: provider, model: String($0), price: price)
        }
    }

    /// Dollars a million tokens: read, written to the cache, read from it, written.
    private static let table: [Row] = {
        let claude = "2026-10, platform.claude.com/docs/en/about-claude/pricing"
        let older = "2025-09, docs.anthropic.com/en/docs/about-claude/pricing"
        let openAI = "2026-06, openai.com/api/pricing"
        return
            rows("anthropic", "claude-fable-5-1", [10, 12.5, 0.25, 50], claude)
            + rows("anthropic", "claude-fable-5", [10, 12.5, 1, 50], claude)
            + rows(
                "anthropic",
                "claude-opus-5 claude-opus-4-8 claude-opus-4-7 claude-opus-4-6 claude-opus-4-5",
                [5, 6.25, 0.5, 25], claude)
            + rows("anthropic", "claude-opus-4-1 claude-opus-4-0", [15, 18.75, 1.5, 75], claude)
            + rows(
                "anthropic", "claude-sonnet-4-6 claude-sonnet-4-5", [3, 3.75, 0.3, 15], claude)
            + rows("anthropic", "claude-haiku-4-5", [1, 1.25, 0.1, 5], claude)
            + rows(
                "anthropic", "claude-sonnet-4 claude-sonnet-4-0 claude-3-7-sonnet",
                [3, 3.75, 0.3, 15], older)
            + rows("openai", "gpt-5", [1.25, 1.25, 0.125, 10], openAI)
            + rows("openai", "gpt-5.4", [2.5, 2.5, 0.25, 15], openAI)
            + rows("openai", "gpt-5.4-mini", [0.75, 0.75, 0.075, 4.5], openAI)
            + rows("openai", "gpt-4o", [2.5, 2.5, 1.25, 10], openAI)
            + rows("openai", "gpt-4o-mini", [0.15, 0.15, 0.075, 0.6], openAI)
    }()
}
