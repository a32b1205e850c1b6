/// The language that a text seems to be in.
package struct LanguageGuess: Sendable, Equatable {
    /// The language's two letters, a script's name where only that can be told, or `und`.
    package var code: String
    /// How sure it is, 0 to 1.
    package var confidence: Double

    /// A text that is too short, or says nothing of its language.
    package static let unknown = LanguageGuess(code: "und", confidence: 0)

    /// Guesses by script and by the most frequent small words.
    ///
    /// A text in Latin letters belongs to the language of which it has most small words, if that
    /// is two or more and more than of any other; its confidence is the difference to the next
    /// one over the sum of both.
    package init(of tokens: [Token]) {
        let words = tokens.filter { $0.kind == .word }
        if let script = Self.script(of: words) {
            self = script
            return
        }
        var counts = [Int](repeating: 0, count: Self.languages.count)
        for word in words {
            guard let languages = Self.index[word.text] else { continue }
            for language in languages { counts[language] += 1 }
        }
        let order = counts.indices.sorted { counts[$0] > counts[$1] }
        let (first, second) = (counts[order[0]], counts[order[1]])
        guard first >= 2, first > second else {
            self = .unknown
            return
        }
        self.init(
            code: Self.languages[order[0]].code,
            confidence: Double(first - second) / Double(first + second))
    }

    init(code: String, confidence: Double) {
        (self.code, self.confidence) = (code, confidence)
    }

    private static func script(of words: [Token]) -> LanguageGuess? {
        var counts = [Int](repeating: 0, count: scripts.count)
        var letters = 0
        for word in words {
            for scalar in word.text.unicodeScalars {
                if scalar.value < 0x80 {
                    if ("a"..."z").contains(scalar) { letters += 1 }
                    continue
                }
                guard scalar.properties.isAlphabetic else { continue }
                letters += 1
                guard scalar.value > 0x36F else { continue }
                if let index = scripts.firstIndex(where: { $0.range.contains(scalar.value) }) {
                    counts[index] += 1
                }
            }
        }
        // Japanese mixes Chinese characters with its own.
        if counts[kana] > 0 {
            counts[kana] += counts[han]
            counts[han] = 0
        }
        guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }),
            counts[most] * 2 > letters
        else { return nil }
        return LanguageGuess(
            code: scripts[most].code, confidence: Double(counts[most]) / Double(letters))
    }

    /// The places of Japanese syllables and of Chinese characters among the scripts.
    private static let (kana, han) = (6, 7)

    private static let scripts: [(range: ClosedRange<UInt32>, code: String)] = [
        (0x370...0x3FF, "el"), (0x400...0x52F, "cyrillic"), (0x590...0x5FF, "he"),
        (0x600...0x6FF, "arabic"), (0x900...0x97F, "devanagari"), (0xE00...0xE7F, "th"),
        (0x3040...0x30FF, "ja"), (0x4E00...0x9FFF, "zh"), (0xAC00...0xD7AF, "ko"),
    ]

    private static let languages: [(code: String, words: String)] = [
        (
            "en",
            """
            the and to of in is it that for on with this you are be was have not but they from
            at as my we will just what your if can all so do about out how when would there
            their who been has more i'm it's don't than into by an or
            """
        ),
        (
            "de",
            """
            der die das und ist nicht ich ein eine zu mit den auf für sich dem von wir auch es
            sie noch nur wie aber bei einen wird sind oder haben war im des aus nach mehr
            """
        ),
        (
            "fr",
            """
            le la les de des et est un une que qui dans pour pas sur ce avec il elle nous vous au
            du je ne plus par mais sont cette été être ses aux
            """
        ),
        (
            "es",
            """
            el la los las de que y en un una es por con para no se su al lo como más pero del
            está son muy ya hoy sin este esta fue hay
            """
        ),
        (
            "pt",
            """
            o os as de que e em um uma é por com para não se do da dos das no na mais como mas
            foi ao você são está isso pelo muito
            """
        ),
        (
            "it",
            """
            il lo gli di che e un una è per con non si del della dei sono al alla anche come più
            ma nel nella questo questa ha ho
            """
        ),
        (
            "nl",
            """
            de het een en van is dat niet op te zijn met voor ik er maar om aan ook als dan nog
            bij naar wordt deze heeft wat geen
            """
        ),
    ]

    private static let index: WordTable<[Int]> = {
        var table: [String: [Int]] = [:]
        for (number, language) in languages.enumerated() {
            for word in language.words.split(whereSeparator: \.isWhitespace) {
                table[String(word), default: []].append(number)
            }
        }
        return WordTable(table)
    }()
}

/// Finds out the language of posts.
package struct LanguageStep: PostStep {
    package let name = "language"
    package let version = 1

    /// Makes the step.
    package init() {}

    package func prepare(_ read: inout ReadPost) {
        guard read.faults.isEmpty else { return }
        read.language = LanguageGuess(of: read.tokens)
    }
}
