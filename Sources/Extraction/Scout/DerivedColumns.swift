/// Columns inside a column: the date, the code or the part of each text that is a value by itself.
struct DerivedColumns {
    private let page: PageReader
    private let column: RecordColumn
    private let texts: [String]
    private let looked: [LookedText]
    /// The share of texts that hold a date.
    private let datesAmong: Double

    init(_ page: PageReader, _ column: RecordColumn) {
        self.page = page
        self.column = column
        looked = column.texts.compactMap { $0 }
        texts = looked.map(\.text)
        let dated = looked.count { $0.look.dateCount > 0 }
        datesAmong = Double(dated) / Double(max(1, texts.count))
    }

    /// What can be taken out of the column's texts in most rows.
    func columns() -> [RecordColumn] {
        guard !column.isAddress, column.shape.averageLength >= 4,
            column.shape.averageLength <= 1_500
        else { return [] }
        var found: [RecordColumn] = []
        if column.shape.dates >= 0.5 || datesAmong >= 0.5 {
            add([.capture(TextSpotter.datePattern)], &found, mayRepeat: true)
            add([.replace("[\\s,;(–-]*" + TextSpotter.datePattern + ".*$", with: "")], &found)
            add([.replace("^.*?" + TextSpotter.datePattern + #"[\s,;:)–—-]*"#, with: "")], &found)
        }
        // A column of codes is whole as it is.
        if column.shape.codes < 0.75 {
            addLabelledCodes(&found)
            addCodes(&found)
        }
        addParts(&found)
        addWithoutLabel(&found)
        addNamed(&found)
        addOutcomes(&found)
        addInnerLabels(&found)
        if column.values.contains(where: { $0.map(TextLook.hasLooseEnds) ?? false }) {
            add([.replace(Self.looseEnds, with: "")], &found)
        }
        return found
    }

    /// What can be taken out of texts that something else was already taken out of.
    func innerColumns() -> [RecordColumn] {
        guard case .replace? = column.place.transforms.last else { return [] }
        var found: [RecordColumn] = []
        if datesAmong >= 0.5 {
            add([.replace("[\\s,;(–-]*" + TextSpotter.datePattern + ".*$", with: "")], &found)
        }
        addCodes(&found)
        return found
    }

    private static let looseEnds = #"\s*\(\s*\)$|^[\s,;:|*•·»–—/-]+|[\s,;:|*•·«–—/(-]+$"#

    private func add(
        _ transforms: [Transform], _ found: inout [RecordColumn], mayRepeat: Bool = false,
        hints: [RecordColumn.Hint] = []
    ) {
        var place = column.place
        place.transforms += transforms
        var patterns: [RecipePattern?] = []
        for transform in transforms {
            guard let text = transform.pattern else {
                patterns.append(nil)
                continue
            }
            guard let pattern = page.memory.pattern(text) else { return }
            patterns.append(pattern)
        }
        let parts = page.memory.taken(from: column.texts, by: transforms) { text in
            var runner = TransformRunner(
                texts: [FoundText(text: text, node: nil)], base: page.page.baseURL)
            for (transform, pattern) in zip(transforms, patterns) {
                runner.apply(transform, pattern)
            }
            return runner.texts.first.flatMap { $0.text.isEmpty ? nil : $0.text }
        }
        let shape = ValueShape(parts)
        guard shape.filled >= column.shape.filled * 0.6, shape.filled > 0 else { return }
        var derived = RecordColumn(
            place: place, texts: parts, hints: column.hints + hints, shape: shape)
        guard derived.values != column.values,
            mayRepeat || !found.contains(where: { $0.values == derived.values })
        else { return }
        derived.isLinkText = column.isLinkText
        derived.settleDates(page)
        found.append(derived)
    }

    // MARK: - Codes

    private static let yearCode =
        #"(?<![\w/-])((?:\d{1,5}(?:,| &| and) )*\d{1,5} (?:[A-Z]\.?){1,4} (?:19|20)\d\d"#
        + #"|(?:19|20)\d\d [A-Z]{2,4} \d{4,6})(?![\w/-])"#
    private static let yearCodePattern = try? RecipePattern(yearCode)

    private static func isYearCode(_ text: String) -> Bool {
        yearCodePattern?.matches(text) ?? false
    }

    private static let codeLabel = #"(?:[Nn][Oo]s?\.?|[Nn]umber|#|[Dd]ocket|[Cc]ase)[\s:.#]*"#

    private static let labelledCode = #"(?=[\w./-]*\d)[A-Za-z0-9][\w./-]*[A-Za-z0-9]"#
    /// Codes that go on after the first: they have letters or dashes, as a year has not, and are no
    /// dates.
    private static let furtherCodes =
        #"(?:(?:\s*[,;&]|\s+and)\s*(?!\d{1,4}-\d{1,2}-\d)(?=[\w.-]*\d)(?=[\w./]*[A-Za-z-])"#
        + #"[A-Za-z0-9][\w./-]*[A-Za-z0-9](?![\w/]))*"#

    /// The codes behind a word such as `No.`, where most texts have one.
    private func addLabelledCodes(_ found: inout [RecordColumn]) {
        let pattern = Self.codeLabel + "(" + Self.labelledCode + Self.furtherCodes + ")"
        let hint = RecordColumn.Hint(words: ["number"], strength: 0.9)
        add([.capture(pattern)], &found, mayRepeat: true, hints: [hint])
        add([.replace("^.*?" + pattern + #"[\s,;:.)–—-]*"#, with: "")], &found)
        if texts.count(where: { $0.hasPrefix("No") }) * 2 > texts.count {
            add([.replace(#"^Nos?\.?\s+"#, with: "")], &found, hints: [hint])
        }
    }

    /// The first code of each text, and what stands before and after it.
    private func addCodes(_ found: inout [RecordColumn]) {
        let codes = looked.map(page.memory.code)
        let held = codes.compactMap { $0 }
        guard held.count * 2 > texts.count,
            zip(texts, codes).contains(where: { $0 != $1?.text ?? "" })
        else { return }
        var forms: [String] = []
        for code in held where !forms.contains(code.form) { forms.append(code.form) }
        guard forms.count <= 8 else { return }
        forms.sort { $0.count != $1.count ? $0.count > $1.count : $0 < $1 }
        let form = "(?:" + forms.joined(separator: "|") + ")"
        let pattern = #"(?<![\w/-])("# + form + #")(?![\w/-])"#
        // Several codes of one record stand in a row.
        let run =
            #"(?<![\w/-])("# + form + #"(?:(?:\s*[,;&]|\s+and|(?=\s))\s*"# + form
            + #")*)(?![\w/-])"#
        let years = texts.count { Self.isYearCode($0) }
        if years * 2 > texts.count {
            // A number, the kind of matter in capitals, and the year are one code.
            add([.capture(Self.yearCode)], &found)
        }
        if !forms.contains(#"\d+"#) {
            add([.capture(run)], &found)
            add([.replace("^.*?" + run + #"[\s,;:.)–—-]*"#, with: "")], &found)
        }
        add([.capture(pattern)], &found)
        add([.replace("^.*?" + pattern + #"[\s,;:.)–—-]*"#, with: "")], &found)
        add([.replace(#"[\s,;:(\[–—-]*(?:No\.?\s*)?"# + pattern + ".*$", with: "")], &found)
    }

    // MARK: - Persons

    private static let titles =
        #"(?:(?:[Tt]he|Chief|Special|Senior|Associate|Presiding|Magistrate|Circuit|District"#
        + #"|Justice|Judge|Master|Hon(?:orable|\.)|Dr\.|Mr\.|Mrs\.|Ms\.|Prof\.)\s+)*"#
    private static let signed =
        #"(?:[Ss]igned|[Ww]ritten|[Aa]uthored|[Dd]elivered|[Oo]pinion|[Pp]osted) [Bb]y:?\s+"#
        + titles
        + #"((?:\p{Lu}\.|\p{Lu}[\p{L}'’-]+)(?:\s+(?:\p{Lu}\.|\p{Lu}[\p{L}'’-]+)){0,3})"#

    /// Who is named behind words such as `Signed by`, and a note in parentheses with a date.
    private func addNamed(_ found: inout [RecordColumn]) {
        if looked.count(where: { $0.look.traits.contains(.signed) }) * 2 > texts.count {
            let hints = ["judge", "author"].map { RecordColumn.Hint(words: [$0], strength: 0.8) }
            add([.capture(Self.signed)], &found, mayRepeat: true, hints: hints)
        }
        let isBracketed: (String) -> Bool = { $0.utf8.contains(UInt8(ascii: "(")) }
        if texts.count(where: isBracketed) * 2 > texts.count, datesAmong >= 0.5 {
            let note = #"\(([^()]*\p{L}[^()]*?"# + TextSpotter.datePattern + #"[^()]*)\)"#
            add(
                [.capture(note)], &found, mayRepeat: true,
                hints: [RecordColumn.Hint(words: ["date"], strength: 1)])
        }
    }

    // MARK: - Labels

    /// What stands behind a label that most texts start with.
    private func addWithoutLabel(_ found: inout [RecordColumn]) {
        guard let label = texts.first.flatMap(ColumnMiner.label),
            texts.count(where: { $0.hasPrefix(label) }) * 10 >= texts.count * 8
        else { return }
        let hint = RecordColumn.Hint(words: page.memory.words(of: label), strength: 1)
        let pattern = "^" + RecipePattern.quoted(label) + #"\s*:\s*"#
        add([.replace(pattern, with: "")], &found, hints: [hint])
    }

    private static let innerLabel = try? RecipePattern(#"[.;"”]\s+(\p{Lu}[\p{L} #]{2,24}):\s"#)

    /// What stands behind labels of most texts' later sentences, up to the next label.
    private func addInnerLabels(_ found: inout [RecordColumn]) {
        guard column.shape.averageWords >= 6, let pattern = Self.innerLabel else { return }
        var counts: [String: Int] = [:]
        var order: [String] = []
        let texts = column.values.compactMap { $0 }
        for text in texts {
            for label in Set(pattern.allCaptures(in: text)).sorted() {
                if counts[label] == nil { order.append(label) }
                counts[label, default: 0] += 1
            }
        }
        for label in order.prefix(12) where counts[label, default: 0] * 10 >= texts.count * 6 {
            let hint = RecordColumn.Hint(words: FieldWords.split(label), strength: 1)
            let capture =
                #"[.;"”]\s+"# + RecipePattern.quoted(label)
                + #":\s+(.+?)(?:;|\s+\p{Lu}[\p{L} #]{2,24}:\s|$)"#
            add([.capture(capture)], &found, mayRepeat: true, hints: [hint])
        }
    }

    // MARK: - Outcomes

    private static let outcomeWord =
        "(?:affirmed|reversed|vacated|remanded|dismissed|denied|granted|quashed|withdrawn)"
    private static let outcome =
        #"(?i:(?:^|[-–—:.;,“”"]\s*)("# + outcomeWord
        + #"(?: in part)?(?:,?\s+(?:and\s+)?"# + outcomeWord + #"(?: in part)?)*)[.\s"”]*$)"#

    /// What was decided, where longer texts end in it.
    private func addOutcomes(_ found: inout [RecordColumn]) {
        guard column.shape.outcomes >= 0.5, column.shape.averageWords > 4 else { return }
        add([.capture(Self.outcome)], &found)
    }

    // MARK: - Parts

    /// The parts between separators, where most texts have as many.
    private func addParts(_ found: inout [RecordColumn]) {
        for separator in [" - ", " – ", " | ", "; ", ", ", " / "] {
            guard let first = texts.first, first.firstPlace(of: separator) != nil else { continue }
            let counts = texts.map { $0.partCount(between: separator) }
            guard let count = counts.first, (2...8).contains(count),
                counts.count(where: { $0 == count }) * 10 >= counts.count * 8
            else { continue }
            for part in 1...count {
                add([.split(separator), .pick(part)], &found)
            }
        }
        // Where the first part varies, the last may still stand apart.
        for separator in [", ", " - "]
        where texts.allSatisfy({ $0.firstPlace(of: separator) != nil }) {
            add([.split(separator), .pick(-1)], &found)
        }
    }
}
