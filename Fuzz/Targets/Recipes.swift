import Extraction

/// Any text is a recipe or a fault, and running a recipe is a result or a typed error.
///
/// A line of `%%%` parts the recipe from the page that it runs on.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecipes(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let input = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let parts = input.split(separator: "\n%%%\n", maxSplits: 1)
    guard let text = parts.first, let recipe = try? Recipe(text: String(text)) else { return 0 }
    precondition((try? Recipe(recipe.json)) == recipe, "a recipe reads back as itself")
    guard let compiled = try? CompiledRecipe(recipe) else { return 0 }
    let html = parts.count > 1 ? Array(parts[1].utf8) : Array("<p>a <b>1</b></p>".utf8)
    if let page = try? SourcePage(bytes: html) { _ = try? compiled.run(on: page) }
    return 0
}
