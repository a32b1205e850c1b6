/// Tells English from other languages by script and by their commonest words.
enum Language {
    private static let words: [(name: String, words: Set<String>)] = [
        (
            "German",
            [
                "kaufe", "kaufen", "verkaufe", "verkaufen", "wenn", "der", "die", "das", "und",
                "unter", "über", "fällt", "steigt", "aktie", "aktien", "nicht", "ist", "mit",
                "ein", "eine", "auf", "wie", "handel", "durchschnitt",
            ]
        ),
        (
            "Spanish",
            [
                "compra", "comprar", "vende", "vender", "cuando", "el", "la", "los", "las", "de",
                "por", "debajo", "encima", "baje", "suba", "acciones", "y", "que", "una", "con",
                "sobre", "media",
            ]
        ),
        (
            "French",
            [
                "acheter", "achète", "achetez", "vendre", "vends", "quand", "lorsque", "le", "la",
                "les", "des", "est", "et", "sous", "passe", "dessus", "dessous", "une", "du",
                "au", "si", "avec", "moyenne",
            ]
        ),
        (
            "Italian",
            [
                "compra", "comprare", "vendi", "vendere", "quando", "il", "lo", "gli", "di", "è",
                "sotto", "sopra", "scende", "sale", "azioni", "e", "che", "una", "con", "media",
            ]
        ),
        (
            "Portuguese",
            [
                "comprar", "compre", "vender", "venda", "quando", "o", "os", "ações", "abaixo",
                "acima", "cair", "subir", "e", "que", "uma", "com", "média", "estiver", "da",
            ]
        ),
        (
            "Dutch",
            [
                "koop", "kopen", "verkoop", "verkopen", "wanneer", "als", "het", "een", "onder",
                "boven", "en", "van", "aandeel", "aandelen", "daalt", "stijgt", "is", "de",
            ]
        ),
        (
            "Polish",
            ["kup", "sprzedaj", "kiedy", "gdy", "spadnie", "poniżej", "powyżej", "akcje", "jest"]
        ),
        ("Turkish", ["al", "sat", "zaman", "hisse", "altına", "üstüne", "düşünce", "olduğunda"]),
    ]
    /// Foreign words that English sentences about trading use too.
    private static let shared: Set<String> = [
        "die", "al", "is", "media", "e", "sale", "la", "el", "di",
    ]

    /// The language of a text that is not English, or nothing.
    ///
    /// Two telling words, or a quarter of the words of another language, are enough.
    static func foreign(_ text: String, _ tokens: [Token]) -> String? {
        var letters = 0
        var others = 0
        for character in text where character.isLetter {
            letters += 1
            let scalar = character.unicodeScalars.first?.value ?? 0
            if scalar > 0x024F { others += 1 }
        }
        if letters > 0, others * 3 > letters { return "another script" }
        let found = tokens.enumerated().compactMap { index, token -> String? in
            // The letter of "10y" is a unit.
            if index > 0, tokens[index - 1].isNumber,
                tokens[index - 1].range.upperBound == token.range.lowerBound
            {
                return nil
            }
            return if case .word(let word) = token.kind { word } else { nil }
        }
        guard !found.isEmpty else { return nil }
        var best: (name: String, count: Int, telling: Int) = ("", 0, 0)
        for (name, list) in words {
            let hits = found.filter(list.contains)
            let telling = hits.filter { !shared.contains($0) }.count
            if (telling, hits.count) > (best.telling, best.count) {
                best = (name, hits.count, telling)
            }
        }
        guard best.telling >= 2, best.count * 4 >= found.count else { return nil }
        return best.name
    }
}
