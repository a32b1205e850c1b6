/// Rules on what may import what.
enum LayerRules {
    /// The layers in which Foundation would cost start-up time and hide clocks, locales and caches.
    static let withoutFoundation: Set<String> = [
        "AlmanacCore", "TimeSeries", "BundledPrices", "StrategyLanguage", "StrategyEngine",
        "Backtesting", "Study", "Extraction", "SignalProcessing",
    ]

    /// Rows that use what does not stand above them, and what is not in the table at all.
    static func order(_ modules: [ManifestModule]) -> [Finding] {
        modules.enumerated().flatMap { index, module in
            let above = modules.prefix(index).map(\.name)
            return module.uses.filter { !above.contains($0) }.map {
                Finding(
                    path: "Package.swift", line: index + 1,
                    message: "\(module.name) uses \($0), which is not above it in the table")
            }
        }
    }

    /// Imports of a module of the package that the file's target does not list.
    static func imports(_ file: SourceText, _ modules: [ManifestModule]) -> [Finding] {
        guard let module = modules.first(where: { $0.name == file.target }) else { return [] }
        return importsOf(file).filter { _, name in
            modules.contains { $0.name == name } && !module.uses.contains(name)
        }.map { file.finding($0, "\(module.name) must not import \($1)") }
    }

    static func foundation(_ file: SourceText) -> [Finding] {
        guard file.isSource, let target = file.target, withoutFoundation.contains(target) else {
            return []
        }
        return importsOf(file).filter { $1.hasPrefix("Foundation") || $1 == "Dispatch" }
            .map { file.finding($0, "\(target) must do without \($1)") }
    }

    /// C modules that more than one target imports, or whose import is not internal.
    static func cModules(_ files: [SourceText], _ modules: [ManifestModule]) -> [Finding] {
        let ofC = modules.filter { ["system", "assembly"].contains($0.kind) }.map(\.name)
        return ofC.flatMap { name -> [Finding] in
            let uses = files.flatMap { file in
                importsOf(file).filter { $1 == name }.map { (file: file, line: $0.0) }
            }
            let owner = uses.first?.file.target
            return uses.compactMap { file, line in
                if file.target != owner {
                    return file.finding(line, "\(name) is imported by \(owner ?? "") already")
                }
                let words = file.code[line].split(separator: " ")
                return ["public", "package"].contains(words.first)
                    ? file.finding(line, "\(name) must stay inside its target") : nil
            }
        }
    }

    /// Library targets without a documentation page of their own.
    static func pages(_ modules: [ManifestModule], text: (String) -> String?) -> [Finding] {
        modules.filter { $0.kind == "library" }.compactMap { module in
            let path = "Sources/\(module.name)/\(module.name).docc/\(module.name).md"
            if text(path)?.hasPrefix("# ``\(module.name)``\n") == true { return nil }
            return Finding(path: path, line: 1, message: "must start with # ``\(module.name)``")
        }
    }

    /// The imports of a file: index of the line, name of the module.
    static func importsOf(_ file: SourceText) -> [(Int, String)] {
        file.code.enumerated().compactMap { index, line in
            let words = line.split(separator: " ")
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.allSatisfy { $0.isLetter || $0 == "@" } })
            else { return nil }
            return (index, String(words[words.count - 1].prefix { $0 != "." }))
        }
    }
}
