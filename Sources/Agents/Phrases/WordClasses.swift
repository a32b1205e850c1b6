/// Words that a rule may name together, each with all its forms: `<rise>` in a pattern.
///
/// One class stands for what would otherwise be written out in every rule; a word added here is
/// read in all of them.
enum WordClasses {
    /// The words of a class.
    ///
    /// - Precondition: the class exists.
    static func words(_ name: Substring) -> [String] {
        guard let words = table[String(name)] else {
            preconditionFailure("there is no class of words \(name)")
        }
        return words
    }

    /// The forms of a phrase that begins with a verb: "part with", "parts with", "parting with",
    /// "parted with".
    static func inflected(_ phrase: String) -> [String] {
        let words = phrase.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = words.count > 1 ? " " + words[1] : ""
        return forms(of: words[0]).map { $0 + rest }
    }

    private static let irregular: [String: [String]] = [
        "buy": ["bought"], "sell": ["sold"], "get": ["got", "gotten"], "go": ["went", "gone"],
        "let": ["let"], "cut": ["cut"], "be": ["is", "are", "was", "being", "been"],
    ]

    private static func forms(of verb: String) -> [String] {
        if verb == "be" { return [verb] + irregular["be", default: []] }
        let ending = verb.suffix(2)
        let isSibilant = ["sh", "ch", "ss"].contains(ending) || verb.hasSuffix("x")
        let stem = verb.hasSuffix("e") ? String(verb.dropLast()) : verb
        // A short vowel doubles what follows it: "hop", "hopping".
        let letters = Array(verb)
        let isShort =
            letters.count > 2 && "aeiou".contains(letters[letters.count - 2])
            && !"aeiouwxy".contains(letters[letters.count - 1])
            && !"aeiou".contains(letters[letters.count - 3]) && letters.count < 5
        let doubled = isShort ? verb + String(letters[letters.count - 1]) : stem
        let third = verb == "go" ? "goes" : verb + (isSibilant ? "es" : "s")
        return [verb, third, doubled + "ing"] + (irregular[verb] ?? [doubled + "ed"])
    }

    /// Every word of every class.
    static let all = Set(table.values.joined())

    private static let table: [String: [String]] = {
        var table: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            table[String(parts[0])] = parts[1].split(separator: " ").map(String.init)
        }
        return table
    }()

    private static let text = """
        rise: rise rises rose risen rising climb climbs climbed climbing rally rallies rallied \
        rallying surge surges surged surging soar soars soared soaring advance advances advanced \
        advancing increase increases increased increasing
        fall: fall falls fell fallen falling drop drops dropped dropping dip dips dipped dipping \
        sink sinks sank sunk sinking slip slips slipped slipping slide slides slid sliding decline \
        declines declined declining tumble tumbles tumbled tumbling plunge plunges plunged \
        plunging slump slumps slumped slumping retreat retreats retreated retreating sag sags \
        sagged sagging decrease \
        decreases decreased decreasing
        lose: dump dumps dumped dumping tank tanks tanked tanking crater craters cratered crash \
        crashes crashed crashing nosedives nosedived plummet plummets plummeted plummeting shed \
        sheds shedding lose loses losing lost
        move: go goes went gone going move moves moved moving get gets got gotten getting come \
        comes came coming break breaks broke broken breaking cross crosses crossed crossing cut \
        cuts cutting pass passes passed passing push pushes pushed pushing poke pokes poked poking \
        punch punches punched burst bursts bursting bust busts busted busting pop pops popped \
        popping shoot shoots shot shooting jump jumps jumped jumping head heads heading pierce \
        pierces pierced piercing swing swings swung swinging turn turns turned turning trade \
        trades traded trading return returns returned returning
        cross: cross crosses crossed crossing crossover crossovers crossings
        buy: buy buys buying bought purchase purchases purchasing purchased acquire acquires \
        acquiring acquired accumulate accumulates accumulating accumulated
        sell: sell sells selling sold exit exits exiting exited liquidate liquidates liquidating \
        liquidated dump dumps dumping dumped
        when: when whenever if once while where
        me: i i'm im i've ive i'd i'll we we're we've we'd
        have: am has have had having 's is are was were be been being
        above: above over past exceeding
        below: below under beneath underneath sub
        expected: expectations expectation expected estimates estimate forecasts forecast \
        consensus predicted anticipated predictions hoped guidance
        earnings: earnings results numbers profits profit report quarter eps er
        better: better stronger higher above over ahead beyond more exceeding
        worse: worse weaker lower below under short less disappointing beneath
        raise: raise raises raised raising bump bumps bumped bumping hike hikes hiked hiking \
        increase increases increased increasing lift lifts lifted lifting up ups boost boosts \
        boosted boosting grow grows grew growing
        month: january february march april june july august september october november december \
        jan feb mar apr jun jul aug sep sept oct nov dec
        weekday: monday tuesday wednesday thursday friday mondays tuesdays wednesdays thursdays \
        fridays
        bull: positive bullish good upbeat optimistic happy great excited hyped euphoric favorable \
        favourable negative bearish bad pessimistic fearful gloomy
        strong: wildly massively incredibly exceptionally very super extremely really hugely \
        highly strongly overwhelmingly insanely
        unit: day days week weeks month months year years session sessions bar bars quarter \
        quarters d w mo
        place: wsb wallstreetbets reddit twitter stocktwits news
        mood: sentiment mood tone feeling feelings chatter vibe vibes opinion talk
        name: ratio index reading number figure value score multiple indicator oscillator yield \
        rate level measure gauge
        """
}
