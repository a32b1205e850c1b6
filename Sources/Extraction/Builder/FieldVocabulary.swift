/// Words that mean the same in names of fields, for many kinds of sources.
enum FieldVocabulary {
    /// Words that stand for each other, most usual first; a word may be in several groups.
    private static let groups: [String] = [
        "date day time when",
        "date filed published posted issued decided argued released entered created updated "
            + "decision hearing publication release datum fecha fecha pubdate published_time",
        "name title caption headline heading subject label style party parties versus description",
        "case matter action cause docket proceeding",
        "docket case court number no num nr appeal",
        "number no num nr", "id code reference ref isbn sku",
        "url link href address uri location web permalink",
        "download pdf document file opinion doc attachment audio media recording mp3 listen view "
            + "text full decision order",
        "judge justice author panel magistrate judges writer by",
        "author by byline writer creator contributor chef autor auteur judge justice",
        "summary description desc abstract synopsis excerpt snippet teaser headnote content "
            + "holding note text syllabus topic issue",
        "court tribunal division district jurisdiction county",
        "lower originating below trial origin agency prior",
        "disposition outcome result decision ruling action status",
        "status state disposition type",
        "citation cite reporter neutral",
        "parallel other alternate additional",
        "type kind category class nature section genre",
        "nature type kind category",
        "keyword tag topic label",
        "image photo picture thumbnail img logo cover",
        "price cost amount fee rate value",
        "rating score star review",
        "count number total quantity num",
        "ingredient zutaten zutat ingredienti ingrediente ingrédient ingrediënten "
            + "skladniki składniki sastojci hozzávaló 材料 用料 食材 原料",
        "instruction direction step method preparation procedure zubereitung anleitung étape "
            + "preparación bereiding bereidingswijze priprema przygotowanie elaboración preparo "
            + "fremgangsmåde tillagning 做法 步骤 作り方",
        "yield serving serve portion piece quantity size makes portionen personne personen "
            + "porcji porção porciones raciones people person 分量 份量",
        "total overall ready gesamt gesamtzeit totale totaal",
        "prep preparation active préparation vorbereitung vorbereitungszeit voorbereiding preparo",
        "cook cooking bake baking cuisson kochzeit backzeit kook cocción",
        "time temps zeit tiempo tijd tempo duration",
        "time duration minute",
        "cuisine kitchen origin region",
        "equipment tool utensil ustensile ustensil matériel utensilio utensílio utensile "
            + "küchengerät zubehör keukengerei",
        "volume turnover", "symbol ticker", "company issuer organization organisation firm",
        "country nation", "language lang", "phone telephone tel", "email mail", "location place",
        "event meeting", "position role job", "salary pay wage compensation",
    ]

    private static let groupsOfWord: [String: [Int]] = {
        var table: [String: [Int]] = [:]
        for (index, group) in groups.enumerated() {
            for word in group.split(separator: " ") {
                table[FieldWords.singular(String(word)), default: []].append(index)
            }
        }
        return table
    }()

    /// How nearly two words mean the same: 1 for the same word, less for one that stands for it.
    static func nearness(_ wanted: String, _ given: String) -> Double {
        if wanted == given { return 1 }
        if wanted.count >= 4, given.count >= 4, wanted.hasPrefix(given) || given.hasPrefix(wanted) {
            return 0.85
        }
        // Names run together: `casename`, `pubdate`.
        if wanted.count >= 4, given.hasSuffix(wanted) || given.hasPrefix(wanted) { return 0.8 }
        guard let left = groupsOfWord[wanted], let right = groupsOfWord[given],
            left.contains(where: right.contains)
        else { return 0 }
        return 0.75
    }

    /// Whether a word belongs with another by the table or is that word.
    static func isNear(_ word: String, _ other: String) -> Bool { nearness(word, other) > 0 }
}

/// The name of a wanted field as words, the last of which says what it is.
struct FieldName {
    let words: [String]
    /// The word that says what the field is: `date` in `case_dates`.
    let head: String

    private static let typeWords: Set = ["url", "list", "link", "text", "value", "raw"]

    init(_ name: String) {
        let all = FieldWords.split(name)
        words = all.filter { $0 != "of" }
        // What stands before `of` is what the field is: `nature` in `nature_of_suit`.
        let naming = all.firstIndex(of: "of").map { all[..<$0] } ?? all[...]
        head =
            naming.last { !Self.typeWords.contains($0) } ?? all.last ?? name.lowercased()
    }

    /// Words that many fields share say less than what stands before them.
    private var headWeight: Double { ["time", "count", "rate"].contains(head) ? 1.2 : 2 }

    /// How much a name says that a column is this field, from 0 to 1.
    func similarity(_ given: [String]) -> Double {
        guard !words.isEmpty, !given.isEmpty else { return 0 }
        var sum = 0.0
        var total = 0.0
        for word in words {
            let isType = Self.typeWords.contains(word) && words.count > 1
            let weight = word == head ? headWeight : isType ? 0.3 : 1.0
            let nearness = given.map { FieldVocabulary.nearness(word, $0) }.max() ?? 0
            // That a value is a list or a text is seldom said.
            if isType, nearness == 0 { continue }
            total += weight
            // A word that is there for another one already says less for this one.
            let isShared =
                nearness < 1 && given.count == 1 && words.contains { $0 != word && $0 == given[0] }
            sum += weight * nearness * (isShared ? 0.8 : 1)
        }
        // Words that the field's name does not have make it likelier to be something else.
        let extra = given.count { word in words.allSatisfy { !FieldVocabulary.isNear($0, word) } }
        return max(0, sum / total - 0.06 * Double(min(extra, 4)))
    }
}
