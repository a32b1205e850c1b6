import AlmanacCore
import Extraction
import Testing

/// Lists of pages that are one record.
@Suite struct PageListTests {
    private func items(
        _ body: String, _ field: String = "ingredients", head: String = ""
    ) throws -> JSON? {
        try PageFieldTests.record(
            field + ": list of text", head: head, "<h1>Fish soup</h1>" + body)[field]
    }

    @Test("the parts of items are no list of their own")
    func parts() throws {
        let body = """
            <ul class="recipe-ingredients"><li class="ingredient">
            <b class="ingredient-amount">2 cups
            </b> <i class="ingredient-name">water</i></li><li class="ingredient">
            <b class="ingredient-amount">1 kg</b> <i class="ingredient-name">fish</i></li></ul>
            """
        #expect(try items(body) == ["2 cups water", "1 kg fish"])
    }

    @Test("headings among the items of a list are left out")
    func headings() throws {
        let body = """
            <div class="ingredients"><p>For the broth:</p><p>2 cups water</p><p>1 leek</p>
            <p>For the fish:</p><p>1 kg fish</p></div>
            """
        #expect(try items(body) == ["2 cups water", "1 leek", "1 kg fish"])
        // Not where the page's data has them among the items.
        let all = ["For the broth:", "2 cups water", "1 leek", "For the fish:", "1 kg fish"]
        let data = """
            <script type="application/ld+json">{"@type": "Recipe", "name": "Fish soup",
            "recipeIngredient": \(JSON.array(all.map(JSON.string)).text())}</script>
            """
        #expect(try items(body, head: data) == .array(all.map(JSON.string)))
    }

    @Test("items of a name are read where what is around them has it, too")
    func around() throws {
        let body = """
            <div class="method instructions"><ul><li class="ingredient">2 cups water</li>
            <li class="ingredient">1 kg fish</li><li class="ingredient">1 leek</li></ul>
            <p class="instructions">Heat the water.</p>
            <p class="instructions">Add the fish.</p></div>
            <p class="ingredient">Ingredients: water, fish</p>
            """
        #expect(try items(body) == ["2 cups water", "1 kg fish", "1 leek"])
        #expect(try items(body, "instructions") == ["Heat the water.", "Add the fish."])
    }

    @Test("amounts behind what they are of, and tables of several columns, are withheld")
    func columns() throws {
        #expect(
            try items(
                """
                <ul class="ingredients"><li>Water 2 l</li><li>Fish 1 kg</li><li>Leek 1</li></ul>
                """) == nil)
        #expect(
            try items(
                """
                <table class="ingredients"><tr><th>Amount</th><th>Thing</th></tr>
                <tr><td>2 l</td><td>water</td></tr><tr><td>1 kg</td><td>fish</td></tr></table>
                """) == nil)
    }

    @Test("a list that nothing names is told by its look where it is the only one")
    func look() throws {
        let things = "<ul><li>3 carrots</li><li>1/4 tsp salt</li><li>Orange juice</li></ul>"
        let steps = """
            <h4>Let's get started!</h4><ol><li>Put the carrots and the salt in a pan.&nbsp;</li>
            <li>Add the juice, and cook all of it for ten minutes.</li></ol>
            """
        let menu = "<ul><li>Home</li><li>News of 2026</li><li>About</li></ul>"
        let body = menu + things + steps
        #expect(try items(body) == ["3 carrots", "1/4 tsp salt", "Orange juice"])
        #expect(
            try items(body, "instructions") == [
                "Put the carrots and the salt in a pan.",
                "Add the juice, and cook all of it for ten minutes.",
            ])
        #expect(try items(body + "<div>\(things)</div>") == nil)
        #expect(try items(body, "equipment") == nil)
        // Parts of one list, with bullets that are written.
        let parts = """
            <div><ul class="part"><li class="thing">• 3 carrots</li><li class="thing">• 1 leek</li>
            <li class="thing">• Salt</li></ul></div><div><ul class="part">
            <li class="thing">• 2 cups rice</li><li class="thing">• 1 l water</li>
            <li class="thing">• 1 egg</li></ul></div>
            """
        #expect(
            try items(menu + parts)
                == ["3 carrots", "1 leek", "Salt", "2 cups rice", "1 l water", "1 egg"])
    }

    @Test("keywords of the data are taken where none is said twice")
    func keywords() throws {
        func keywords(_ words: String) throws -> JSON? {
            let data = """
                <script type="application/ld+json">{"@type": "Recipe", "name": "Fish soup",
                "keywords": "\(words)"}</script>
                """
            return try items("", "keywords", head: data)
        }
        #expect(try keywords("fish, leek, cream") == ["fish", "leek", "cream"])
        #expect(try keywords("fish, leek, cream, Fish") == nil)
    }

    @Test("a list that says more of each item than the data does is the list of the data")
    func more() throws {
        let data = """
            <script type="application/ld+json">{"@type": "Recipe", "name": "Fish soup",
            "ingredients": ["1 1/2 cups cream", "2 cups water", "1 fish"]}</script>
            """
        let body = """
            <ul class="ingredients"><li>1 ½ cups (375 mL) cream</li><li>2 cups (500 mL) water</li>
            <li>1 fish</li></ul>
            """
        #expect(
            try items(body, head: data)
                == ["1 ½ cups (375 mL) cream", "2 cups (500 mL) water", "1 fish"])
    }
}
