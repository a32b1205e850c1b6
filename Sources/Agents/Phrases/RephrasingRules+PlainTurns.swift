/// Turns of phrase that say nothing of the strategy or say it in another voice: whether it pays,
/// what is usual anyway, how it is seen, what is slang.
extension Rephrasing {
    /// Questions whether it is worth it, and what every strategy here is anyway.
    static let verdicts = table(
        """
        (would|will|could|might|does|did|do|to) (it|that|this|i|one|you) (have) \
        make|made|makes|earn|earned (me|us|any|some|good|a) money|sense|profit|profits . =>
        (be|been|is|was|it) (actually|at) (all) profitable|worthwhile|lucrative|rewarding . =>
        does|did|would|will it|that|this (have) \
        work|worked|pay|paid|help|helped (off|out|well) (on|for|in) {.|$} => @1
        what|how about {buying|selling|holding|owning|shorting} => @1
        ^ is|are|was {buying|selling|holding|owning|shorting} => @1
        (would|will|could) it|that have been|paid|pay|payed (smart|wise|good|better|right) \
        (to) => what if
        (have|has|had) been|be worth {buying|selling|holding|owning|shorting} => @1
        (,) (and) (with) no|without|zero (any|use|of) leverage|shorting|shorts|margin =>
        (,) unlevered|unleveraged =>
        (,) (always) long only {,|;|and} => @1
        (,) (always) long only . =>
        (then) (it|that|this) is (a) good|right|best|great moment|time|opportunity (for) (to) \
        {buy|sell|short} => , @1
        """)

    /// What is seen, found or measured to be so, and what is done to positions.
    static let perceptions = table(
        """
        {is|are|was|were|be|being} seen|found|observed|noted|deemed|considered|judged|measured \
        (to) (be|as) => @1
        volatility|fear|panic|nervousness|value|valuation (,) (as) \
        measured|gauged|captured|proxied|expressed by|in|with =>
        (,|and) (the|this|that|any|all|my|our|each) (long|open) \
        position|positions|trade|trades|holding|holdings|exposure|investment \
        is|are|be|being|was|were|gets|get (then|to) (be) \
        closed|unwound|flattened|terminated|exited|liquidated|sold|ended|dissolved (out) => , sell
        (a|the|my|new|our) (long) position|positions|exposure|stake|trade|trades in|on|of $ \
        is|are|be|being|was|were|gets|get|should|will|must (be) \
        opened|established|initiated|taken|entered|begun|started|built => buy @1
        (a|the|my|new|our) short position|positions|exposure|trade|trades in|on|of $ \
        is|are|be|being|was|were|gets|get|should|will|must (be) \
        opened|established|initiated|taken|entered|begun|started|built => short @1
        (on|at|with|after|upon) (a|an|the|every|each|any) upper bollinger band \
        breakout|breakouts|break|breaks|breach|breaches => when it closes above the upper \
        bollinger band
        (on|at|with|after|upon) (a|an|the|every|each|any) lower bollinger band \
        breakout|breakouts|break|breaks|breach|breaches|breakdown|breakdowns => when it closes \
        below the lower bollinger band
        trading|business|market {day|days|session|sessions} => @1
        {above|below|over|under|than} # points|point|pts => @1 @2
        stay|stays|staying|sit|keep|remain (me) out|away|off (of|from) $ unless => hold @1 only \
        while
        (do|i|we|you) don't|not|never own|hold|holding|touch|be (in) $ unless => hold @1 only while
        (do|i|we|you) don't|not|never buy|enter $ unless => buy @1 only when
        (and|,) (do) don't|not|never hold|keep|holding (on|onto|to) \
        (it|them|anything|positions|a|any|position) (for|any) past|longer|more|beyond|over (than) \
        # ~ => , hold for @1 @2
        {stop|stops|stoploss} on|for everything|all|each|every \
        (position|positions|trade|trades|of) (it|them) => @1
        (,) # ~ per|each|every trade|position => , hold for @1 @2
        shiller cyclically adjusted price (to) earnings (ratio) => shiller cape
        (to) protect (the|my|this|that|each) (position|trade|downside|it) (at|with) % \
        (below|under) (the|my) (entry|entries|cost|purchase) (price) => , stop loss of @1 ,
        (and) cash|cashing in at|with|on (a|an|any) % gain|profit|up => , profit target of @1
        (could|can|would|will|might) i|one|you|we make|made|earn money (in|on|with|from) $ \
        (just|only|simply|purely) (by) going|go by => trade @1 on
        {:|;} its|their own # => @1 @2
        {rsi|cci|mfi|adx|vix|stochastic} (itself) close|finish|end|settle \
        {under|below|above|over} => @1 is @2
        {after|following|upon|on} a|the|its|any|each|every split => @1 a stock split
        # to enter|buy|get (in) (,|and|;|/) # to exit|sell|get (out) => with levels @1 / @2
        bursts|burst|pops|pushes|shoots|busts|breaks|breaking out over|above|past {the|its} => \
        crosses above @1
        (it|price) (is|'s) yielding|yields|pays|paying {over|under|above|below|more|less} (than) % \
        (in) dividends|dividend => dividend yield is @1 @2
        (just|only) (in|during) (the) {<month>} through|to|thru|until|till {<month>} \
        months|period|stretch|window|season => only from @1 to @2
        {above|over|below|under} (the|its) # {day|week|month} (moving) {average|ma|sma|ema} by \
        (more|at) (than|least) % => @5 @1 its @2 @3 @4
        {<when>} (the) $ / $ (price) (ratio|spread) is|sits|stands|trades => @1 the ratio of @2 to \
        @3 is
        {hold|keep} (it|them) a|one {day|week|month|quarter|year} => hold for 1 @2
        {<when>} (the) $ / $ (price) (ratio|spread) \
        {has|gets|falls|drops|fell|fallen|slips|dips|rises|goes} => @1 the ratio of \
        @2 to @3 @4
        {below|under|above|over|at|than} # x|times (its|the) earnings => p / e @1 @2
        (is) yielding|yields {over|under|above|below|more|less} (than) % => dividend yield is @1 @2
        (is) yielding|yields (a) % => dividend yield @1
        (,) (is|as) (a|the|my) {buy|sell} rule|signal|trigger|cue => : @1
        (is) my|the cue|signal|trigger|sign to {buy|sell} => : @1
        looked|reviewed (at) {monthly|weekly|daily} => checked @1
        with (an|a|the) upward|normal|positive|positively (sloping|sloped) yield curve => when the \
        yield curve is positive
        (own|keep|hold) (it) for the next|following|coming {day|week|month|quarter|year} => hold \
        for 1 @1
        (,|.) (and) back at|to the|its {mean|average|middle} (line|band) (and|,|:|=) \
        out|sell|flat|exit => , sell at the @1
        half (of) (my|the) cash|money|capital|equity only => half my money
        $ or $ (,) whichever => whichever of @1 and @2
        brings|bring|brought|talks|talk|talked up {$|it} => tweets about @1
        (on) {<weekday>} {buy|sell} => @2 on @1
        # {d|day|week} breakout|breakouts|high in|long (,|and|;) # {d|day|week} \
        breakdown|breakdowns|low out|flat => buy when it breaks its @1 @2 high , sell when it \
        breaks its @3 @4 low
        half (of) (my|the|it|money|in|into) (money) (in|into|on) $ (,) and|, (the) (other) half \
        (of) (it|the) (in|into|on) $ => 50 / 50 @1 and @2
        follow|copy|do|mirror what {insiders|politicians|congress} do|does|are|is (doing) \
        at|in|with|on $ => copy @1 trades in @2
        """)

    /// What traders write in a hurry and forums say.
    static let slang = table(
        """
        {and|,} gone {when|if|once|after|at} => , sell @2
        f & g (index) => fear and greed index
        fng|fgi (index) => fear and greed index
        rebal|rebalance|rebalanced q|qtr|quarter => rebalanced quarterly
        rebal|rebalance|rebalanced m|mo|month => rebalanced monthly
        rebal|rebalance|rebalanced y|yr|ann|year => rebalanced yearly
        hodl|hodling|hodled|hodls => hold
        ape|apes|aping|aped|yolo|yoloing|yoloed|fomo (in|into|on) $ => buy @1
        full|all port|in (in|into|on) $ => buy @1
        diamond hands|hand|handing|handed (it|them) => hold
        paper hands|hand|handing|handed (it|them) (out) => sell
        paperhand|paperhands|paperhanded (it|them) => sell
        daddy|papa|uncle|mr|mister|grandpa|king {elon|musk|buffett|warren|trump|saylor|cramer} => \
        @1
        everytime => every time
        bout => about
        stonk|stonks => stock
        (,|;) else|otherwise (be|go|stay|sit|hold|stand|am|i'm|i) (in|into|to|on|all) (the) \
        cash|flat|out|nothing|sidelines|tether|usdt|stablecoin|stablecoins|bills|tbills => \
        otherwise cash
        {below|under|above|over} (it|that|this) = \
        cash|flat|out|nothing|tether|usdt|usd|stablecoins => , sell @1
        (in) nothing|cash|flat|out (if|when) {below|under} . => sell @1
        (,) (in) reverse|opposite|flip (cross|signal|it) out|exit|sell . => , sell on the opposite \
        cross
        {out|exit|sell|close} (on) reverse|opposite|flip . => @1 on the opposite cross
        brk|brks => breaks
        # {d|day|days|w|wk|week} hi => @1 @2 high
        # {d|day|days|w|wk|week} lo => @1 @2 low
        {exit|out|sell} (at) mid|middle|midband . => sell at the middle band
        """)
}
