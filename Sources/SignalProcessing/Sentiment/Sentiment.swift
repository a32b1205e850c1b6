/// What a text says of what it is about, and how sure that is.
package struct Sentiment: Sendable, Equatable {
    /// From -1, expecting a fall, to 1, expecting a rise; 0 where nothing is said.
    package var score: Double
    /// How sure the score is, 0 to 1: much evidence that points one way.
    package var confidence: Double
    /// How many words, phrases, numbers and pictures it rests on.
    package var evidence: Int

    /// Makes a sentiment.
    package init(score: Double, confidence: Double, evidence: Int) {
        (self.score, self.confidence, self.evidence) = (score, confidence, evidence)
    }

    /// What a text without any evidence has.
    package static let none = Sentiment(score: 0, confidence: 0, evidence: 0)
}

/// Reads sentiment from tokens by a lexicon and rules of grammar.
///
/// Each entry found has its value; what stands before it turns it round (negation), or makes it
/// more or less; the direction of things of which less is better counts the other way (`costs
/// fell`); a question, and what stands before `but`, count less. With P and N the sums of what is
/// positive and negative:
///
///     score      = (P - N) / (P + N + 2)
///     confidence = |P - N| / (P + N) × (1 - e^(-(P + N) / 3))
///
/// - Complexity: O(n) for n tokens.
package struct SentimentReader: Sendable {
    private let lexicon: Lexicon
    /// The words that entries begin with.
    private let starts: WordTable<Bool>

    /// Makes a reader.
    package init(_ lexicon: Lexicon = .finance) {
        self.lexicon = lexicon
        starts = WordTable(lexicon.lengths.mapValues { _ in true })
    }

    /// An entry found in a text.
    private struct Hit {
        var start: Int
        var count: Int
        var value: Double
    }

    /// The sentiment of a text.
    ///
    /// Of longer texts the first 5,000 tokens count.
    package func sentiment(of all: [Token]) -> Sentiment {
        let tokens = all.count > 5_000 ? Array(all.prefix(5_000)) : all
        var hits = find(in: tokens)
        turnUnwanted(&hits, tokens)
        guard !hits.isEmpty else { return .none }
        let isShouted = tokens.allSatisfy {
            $0.kind != .word || $0.isAllCapital || $0.text.count < 2
        }
        var (positive, negative) = (0.0, 0.0)
        var evidence = 0
        for hit in hits where hit.value != 0 {
            var value = hit.value * context(of: hit, tokens)
            if !isShouted, tokens[hit.start].isAllCapital { value *= 1.2 }
            if value > 0 { positive += value } else { negative -= value }
            evidence += 1
        }
        let total = positive + negative
        guard total > 0 else { return .none }
        return Sentiment(
            score: (positive - negative) / (total + 2),
            confidence: abs(positive - negative) / total * (1 - exponential(-total / 3)),
            evidence: evidence)
    }

    private func find(in tokens: [Token]) -> [Hit] {
        var hits: [Hit] = []
        var seenPictures: [String: Int] = [:]
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            var hit: Hit?
            switch token.kind {
            case .word, .hashtag:
                guard starts.contains(token.text) else { break }
                let match = lexicon.match(token.text) { offset in
                    let next = index + offset
                    guard next < tokens.count, tokens[next].kind != .cashtag else { return nil }
                    return tokens[next].text
                }
                hit = match.map { Hit(start: index, count: $0.count, value: $0.value) }
            case .percent, .number:
                hit = signed(token).map { Hit(start: index, count: 1, value: $0) }
            case .emoji:
                // A row of the same picture says little more than three of them.
                seenPictures[token.text, default: 0] += 1
                if seenPictures[token.text, default: 0] <= 3 {
                    let value = lexicon.value(ofPicture: token.text)
                    hit = value.map { Hit(start: index, count: 1, value: $0) }
                }
            case .cashtag, .handle, .address, .mark: break
            }
            if let hit { hits.append(hit) }
            index += hit?.count ?? 1
        }
        return hits
    }

    private func signed(_ token: Token) -> Double? {
        guard token.followsSpace, let sign = token.text.first, sign == "+" || sign == "-" else {
            return nil
        }
        return (sign == "+" ? 1 : -1) * (token.kind == .percent ? 1.5 : 0.9)
    }

    /// `Losses narrowed` is good news though neither word is.
    private func turnUnwanted(_ hits: inout [Hit], _ tokens: [Token]) {
        for index in tokens.indices {
            guard tokens[index].kind == .word,
                let direction = LexiconWords.directions[tokens[index].text]
            else { continue }
            let near = max(0, index - 2)...min(tokens.count - 1, index + 2)
            guard let noun = near.first(where: { isUnwanted($0, beside: index, tokens) }) else {
                continue
            }
            // A phrase that holds one of the two says it better.
            let isInPhrase = hits.contains {
                $0.count > 1
                    && ($0.start..<$0.start + $0.count).overlaps(
                        min(noun, index)..<max(noun, index) + 1)
            }
            if isInPhrase { continue }
            hits.removeAll { $0.start == index || $0.start == noun }
            hits.append(Hit(start: index, count: 1, value: -1.5 * direction))
        }
    }

    private func isUnwanted(_ index: Int, beside other: Int, _ tokens: [Token]) -> Bool {
        guard index != other, LexiconWords.unwanted.contains(tokens[index].text) else {
            return false
        }
        let between = min(index, other)...max(index, other)
        return !between.contains { tokens[$0].kind == .mark }
    }

    /// By what the words around it multiply an entry.
    private func context(of hit: Hit, _ tokens: [Token]) -> Double {
        var factor = 1.0
        var distance = 0
        var index = hit.start - 1
        while index >= 0, distance < 5, !breaks(tokens[index]) {
            let text = tokens[index].text
            if tokens[index].kind == .word {
                distance += 1
                if LexiconWords.negations.contains(text), text != tokens[hit.start].text {
                    factor *= -0.7
                } else if distance <= 2, let degree = LexiconWords.degrees[text] {
                    factor *= degree
                } else if Self.contrasts.contains(text) {
                    break
                }
            }
            index -= 1
        }
        return factor * sentence(of: hit, tokens)
    }

    private static let contrasts: Set<String> = ["but", "however", "although", "though", "yet"]

    private func breaks(_ token: Token) -> Bool {
        token.kind == .mark && ".!?;,:\n".contains(token.text)
    }

    /// By what the rest of its sentence multiplies an entry.
    private func sentence(of hit: Hit, _ tokens: [Token]) -> Double {
        var factor = 1.0
        for token in tokens[(hit.start + hit.count)...] {
            if token.kind == .word, token.text == "but" || token.text == "however" {
                factor *= 0.6
                break
            }
            guard token.kind == .mark, ".!?;".contains(token.text) else { continue }
            if token.text == "?" { factor *= 0.4 }
            if token.text == "!" { factor *= 1.1 }
            break
        }
        return factor
    }
}
