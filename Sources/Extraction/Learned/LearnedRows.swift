import AlmanacCore

/// A value that learned places gave, and where it stood.
struct LearnedValue {
    /// The value as it is given: an ISO date, an address, a number's digits, or text.
    var text: String
    /// The string that it was read from.
    var written: String
    var node: Node?

    /// What a value of a type is read from: types that hold more than was learned of them are read
    /// from the string as it is written.
    ///
    /// Nil for a number with a sign or with parts that may be thousands or decimals.
    func found(_ base: FieldType.Base) -> FoundText? {
        switch base {
        case .number, .integer:
            NumberScanner.isPlain(in: written) ? FoundText(text: text, node: node) : nil
        case .money, .quantity, .datetime: FoundText(text: written, node: node)
        default: FoundText(text: text, node: node)
        }
    }
}

/// Reads the rows of a page by learned places, by the known ways alone.
///
/// A field that no known way gives, or gives unlike the known values, has no value: nothing is
/// searched for. That such a run is sick is for whoever judges it to say.
struct LearnedRows {
    let recipe: LearnedRecipe
    let tree: PageTree
    let document: Document?

    init(_ recipe: LearnedRecipe, _ page: SourcePage) {
        self.recipe = recipe
        tree = PageTree(page)
        document = page.document
    }

    /// - Parameter whole: The page as one row.
    func rows(_ whole: RowContext) -> [RowContext] {
        switch recipe.shape {
        case .page:
            let reader = PageRecordReader(recipe: recipe, columns: PageColumns(tree), named: [:])
            var row = whole
            row.learned = reader.known().mapValues { $0.map(value) }
            return [row]
        case .list(let set): return rows(set)
        }
    }

    private func rows(_ set: LearnedRecords) -> [RowContext] {
        let reader = ListReader(recipe, set, PageColumns(tree), everywhere: false)
        // Where nothing has the words that tell records, what is there are none.
        guard let best = reader.hypotheses().first, !best.isLost,
            best.choices[set.anchor]?.holds ?? false
        else { return [] }
        let kept = best.kept.indices.filter { best.kept[$0] }
        var rows = kept.map { index in
            var row = RowContext(node: node(best.regions.regions[index].top))
            if let node = row.node, let document {
                row.nodes = node.index..<Int(document.nodes[node.index].end)
            }
            return row
        }
        for (field, choice) in zip(recipe.fields.indices, best.choices) {
            guard let choice, choice.holds,
                let candidate = field == set.anchor
                    ? best.candidate : reader.candidate(of: choice, field)
            else { continue }
            let read = best.regions.rows(
                candidate.values, scope: choice.source.scope, occurrence: choice.source.occurrence)
            let missing = field == set.anchor ? [:] : reader.missing(choice, field, best)
            for (row, index) in kept.enumerated() {
                let isHeld = choice.ids[index] >= 0 && read[index] >= 0
                let found = isHeld ? candidate.values[Int(read[index])] : missing[index]
                guard let found else { continue }
                rows[row].learned[recipe.fields[field].name] = [value(found)]
            }
        }
        return rows
    }

    private func node(_ place: Int32) -> Node? {
        let node = tree.places[Int(place)].node
        return node < 0 ? nil : Node(Int(node))
    }

    private func value(_ placed: PlacedValue) -> LearnedValue {
        LearnedValue(
            text: placed.value.text, written: tree.atoms[Int(placed.atom)].text,
            node: node(placed.place))
    }
}

extension PageTree {
    /// Reads a page that is parsed already; a feed by its items as data.
    init(_ page: SourcePage) {
        guard let document = page.document else {
            var builder = PageTreeBuilder()
            let data = PageData(page)
            switch page.contents {
            case .feed: builder.add(data.root(.feed), name: "feed", origin: .state)
            default: builder.add(data.root(.json), name: "json", origin: .state)
            }
            self = builder.finish()
            return
        }
        self.init(document)
    }
}
