extension LexiconWords {
    /// Words of everyday speech, which say less about a price than those of the market do.
    static let general: [(value: Double, words: String)] = [
        (
            2.0,
            """
            excellent outstanding amazing awesome fantastic incredible phenomenal superb
            brilliant best love loves loved loving perfect spectacular stellar terrific wonderful
            unstoppable genius killing_it crushing_it crushed_it nailed_it
            """
        ),
        (
            1.4,
            """
            great good better nice nicely beautiful happy excited exciting impressive impress~
            success successful successfully thrive~ succeed~ bright attractive favorite
            favourite congrats congratulations well_done healthy super cool fun proud
            delight~ delighted celebrate~ reward~ rewarding promising advantage
            advantages leading leader leaders leads dominate~ dominant dominance revolutionary
            easy_money winning_streak powerhouse powerful superior premium
            """
        ),
        (
            0.8,
            """
            like likes liked positive interesting hope hopes hopeful hoping ready trust trusted
            well smart wise agree~ recommend~ recommended safe benefit~ beneficial enjoy~ thanks
            thank welcome fair fine clean clear efficient easy free fresh glad gem hot popular
            boosting bright_spot decent wow yes worth worthy lucky luck reasonable
            reasonably_priced help~ helpful useful affordable progress
            """
        ),
        (
            -0.8,
            """
            hard difficult unlikely unfortunately sorry boring meh lack lacks lacking limited
            late lower_quality confused confusing strange weird odd unclear nervous
            dull wait_and_see avoid~ unable unsure less odd_move warn~ warning warnings
            questionable crazy pricey_stock wrong doubtful skip stay_away
            """
        ),
        (
            -1.4,
            """
            bad badly sad annoying annoyed fail fails failed failing failure failures stupid dumb
            idiot idiots ridiculous hate hates hated hurt hurts hurting pain painful upset angry
            regret~ guilty negative negatively poor poorly ugly mess messy suffer~ sick suck
            sucks sucked damage~ damaged damages harm~ harmful threat threats threaten~ attack~
            danger dangerous risky unstable broken break_down breakdown broke stuck
            lies lie lied liar liars mislead~ misleading illegal
            accuse~ accused crime criminal violate~ violation violations breach~ hack~
            hacked cheat~ resign~ resigns quit quits fired steal stole stolen victim blame~
            flop flops flopped bleed~ bleeding bled dying dies dead die
            """
        ),
        (
            -2.0,
            """
            terrible horrible awful garbage trash crap junk shit shitty pathetic worthless_stock
            catastrophe catastrophic panic~ panicked panicking doom doomed scandal scandals
            nightmare toxic destroy~ destroyed destruction ruin~ crisis kill kills killed killing
            fucked screwed wtf hell cancer devastate~ devastating
            """
        ),
    ]

    /// What a picture or emoticon says.
    static let emoji: [(value: Double, pictures: String)] = [
        (2.5, "🚀 📈"),
        (1.8, "🐂 🐮 🌕 🌙 🤑 🏆 💹"),
        (1.2, "💎 💰 💵 🔥 👍 🎉 🥳 😍 💪 🙌 😁 😀 😃 😄 😎 🟢 ❤ ♥ :) 👏 🎯 🍾 🥂 🤩 💚 ⬆ 🔼 ✨"),
        (0.5, "😂 🤣 ✅ 🙏 👀 😉 🍀 ☺ 😊 💯"),
        (-0.6, "😬 🤔 😅 🙄 😐 😳 ⚠"),
        (-1.3, "😭 😢 😞 😔 😟 😩 😫 😖 💀 ☠ 😤 😠 🔴 ⬇ 🔽 :( ❌ 🤦 😨 😰 🥶 🔻 😥"),
        (-2.0, "📉 🐻 👎 🤡 💩 😡 🤬 🤮 🤢 🩸 😱 🪦 🧻"),
    ]

    /// Words that turn what follows into its opposite, up to the next break.
    static let negations = WordTable(
        words:
            """
            not no never none neither nor without cannot cant can't dont don't doesnt doesn't didnt
            didn't isnt isn't arent aren't wasnt wasn't werent weren't wont won't wouldnt wouldn't
            shouldnt shouldn't couldnt couldn't hasnt hasn't havent haven't hadnt hadn't aint ain't
            hardly barely scarcely rarely nobody nothing lack lacks lacking refuse refuses refused
            """)

    /// Words that make the next one say more or less.
    static let degrees: WordTable<Double> = {
        let rows: [(Double, String)] = [
            (
                1.4,
                """
                very extremely really huge massive hugely massively super insanely crazy incredibly
                absolutely totally highly sharply strongly dramatically deeply heavily
                significantly substantially tremendous seriously fucking enormous major
                """
            ),
            (1.2, "so big more most much much_more well quite pretty all definitely clearly hard"),
            (
                0.6,
                """
                slightly little bit somewhat kinda kind_of sort_of fairly partly marginally
                modestly mildly barely almost nearly small minor some a_little
                """
            ),
            (
                0.7,
                """
                could may might maybe perhaps possibly if would should potentially probably
                when until unless
                """
            ),
        ]
        var table: [String: Double] = [:]
        for (value, words) in rows {
            for word in words.split(whereSeparator: \.isWhitespace) { table[String(word)] = value }
        }
        return WordTable(table)
    }()

    /// Things of which less is better, so that their fall is good news and their rise is bad.
    static let unwanted = WordTable(
        words:
            """
            loss losses debt debts cost costs expenses expense unemployment claims inflation
            deficit deficits volatility vix risk risks fear fears concerns delinquencies defaults
            layoffs tax taxes tariffs churn competition downtime
            """)

    /// Words of direction that turn with what they are said of: 1 for more, -1 for less.
    static let directions: WordTable<Double> = {
        var table: [String: Double] = [:]
        for word in """
        rise rises rose rising risen increase increases increased increasing up higher grow
        grows grew growing surge surges surged surging soar soars soared soaring climb
        climbs climbed jump jumps jumped widen widens widened mount mounting mounts spike
        spikes spiked
        """.split(whereSeparator: \.isWhitespace) { table[String(word)] = 1 }
        for word in """
        fall falls fell falling fallen drop drops dropped dropping decline declines declined
        declining down lower lowers lowered lowering cut cuts cutting reduce reduces reduced
        reducing narrow narrows narrowed narrowing shrink shrinks shrank shrinking ease eases
        eased easing slash slashes slashed less trim trims trimmed
        """.split(whereSeparator: \.isWhitespace) { table[String(word)] = -1 }
        return WordTable(table)
    }()
}
