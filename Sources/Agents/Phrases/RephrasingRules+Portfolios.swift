/// Several symbols, and how to run, in everyday words.
extension Rephrasing {
    static let portfolios = table(
        """
        portfolio in|where which => portfolio of
        portfolio (that) (is) made|consisting|built|composed|consists|containing|comprised|\
        comprising (up) (of|from|out|with) => portfolio of
        build|make|construct|create|run|set|put|assemble|form (me) (up|together) (a|an) \
        {portfolio|equal|equally|risk|60|50|70} => @1
        (each|all|both|every|at) (one) (of) (them) (have|has|having|get|gets|with|at|in|given) \
        (the|an|a) same|equal|identical weight|weights|weighting|share|shares|size|allocation|\
        amount|amounts => at equal weights
        weighted|weight|weights|split|divided|allocated|spread|distributed equally|evenly|equal \
        => at equal weights
        equally|evenly weighted|split|divided|spread|allocated|balanced|distributed => equally \
        weighted
        in equal|the|same parts|weights|amounts|proportions|shares|measure|portions|same \
        (parts|amounts|proportion) => at equal weights
        equal|identical parts|amounts|proportions|shares|portions|sized (positions|of|in) => \
        equal weights
        a third (of|in) (each|every) => at equal weights
        (one) third each => at equal weights
        third|thirds each => at equal weights
        rebalance|rebalancing|rebalanced|rebalances|rebalancings (done) (on) (an|a) \
        annual|yearly (basis) => rebalanced yearly
        (with|and|on) (an|a) {annual|yearly|quarterly|monthly|weekly|daily} \
        rebalancing|rebalance|rebalances => , rebalanced @1
        (re) balance|balanced|balancing|adjust|adjusted|reset|reweight|reweighted|readjusted \
        (it|them|back) (at|on) (the) (every|each|once|end|start|a|per|of) (every|each|a|the) \
        {year|quarter|month|week} => rebalanced every @1
        annual|annually => yearly
        (on) (an|a) {yearly|quarterly|monthly|weekly|daily} basis => @1
        every 3 months => quarterly
        every 12 months => yearly
        once|1 (time) per|a|every|each {year|quarter|month|week|day} => every @1
        {quarterly|monthly|yearly} rebalance|rebalances|rebalancing => , rebalanced @1
        % (of|in|into|to) (the|my|our) (money|cash|capital|portfolio|equity|funds) \
        (in|into|to|on|goes|going|for) $ => @1 @2
        put|place|invest|allocate|hold|assign|keep|have (me|my|the) % (in|into|to|of|on) $ => @1 @2
        $ % (,|and|plus|,) $ % => @2 @1 and @4 @3
        $ at % (and|,|plus) $ at % => @2 @1 and @4 @3
        $ / $ # / # => @3 / @4 @1 and @2
        $ and|plus|, $ # / # => @3 / @4 @1 and @2
        $ and|plus $ (in|with|at|split|weighted) (a) (ratio) (of) (#) # / # \
        (mix|split|portfolio|ratio) => @3 / @4 @1 and @2
        % $ (,) (and|plus|with) (the) (other|remaining) % (in|into|to) $ => @1 @2 and @3 @4
        {#} to # {split|mix|portfolio} => @1 / @2
        # - # $ => @1 / @2 @3
        parity of risk => risk parity
        by|on|according (to) (the) inverse|inverted (of) (their|the) volatility|vol|volatilities \
        => by inverse volatility
        (with|have|so) (that) (each|both|all|every) (one) \
        contribute|contributes|contributing|carry|carries|have|has|having (the|an|equal|same) \
        (same|equal|amount) (of) risk => risk parity
        equal risk (contribution|weights|weighting|each) => risk parity
        (the) best|top|strongest|leading|highest|biggest \
        (performer|performing|one|stock|gainer|returning|winner|asset) (of|over|in|during) (the) \
        (last|past|previous|trailing|preceding) # {months|month|weeks|days} \
        (among|between|amongst) (out) (of) => best of
        which|whichever|whatever (one) of|among|between|out (of) => whichever of
        (the) one (out) of|among|between => whichever of
        best|top|strongest (performer|performing|one|stock|gainer|asset) \
        (of|among|between|out|from|in) (of) (the) (trio|three|pair|two) => best of
        did|has|have|does|is|was|performed (done|been|performed) (the) \
        best|strongest|better|highest|most (over|in|during|for) (the) \
        (last|past|previous|trailing) # {months|month|weeks|days} => had the best @1 @2 return
        rose|gained|climbed|rallied|risen|up (up) (the) most|more (over|in|during|for) (the) \
        (last|past|previous|trailing) # {months|month|weeks|days} => had the best @1 @2 return
        (has|had|with|have) (the) best|highest|strongest|better|higher|stronger|largest \
        (last|past|trailing|recent) # {months|month|weeks|days} \
        (return|momentum|performance|gain) (each|every) => had the best @1 @2 return every
        (re) change|changing|switch|switching|rotate|rotating|swap|swapping|review|reviewing|\
        checked|check|rechecking|updated|re (evaluated|picked|select) (it|over|positions) \
        (every|each|once) (a) {month|week|quarter} => rebalanced every @1
        switch|switching|alternate|alternating|toggle|flip|flipping|move|moving (back) (and) \
        (forth) between => rotate between
        using|based|by|with|according|depending|judged|ranked (on|to|by) (the|their|its|which) \
        (past|last|trailing) # {months|month} return|returns|momentum|performance|gains => by @1 \
        @2 return
        pair|pairs|spread|stat trade|trading|play|arb|arbitrage (of|on|with|between) $ \
        versus|against|with|vs|and $ => pairs trade @1 and @2
        $ against|versus|vs (the) $ (as) (a) pair|pairs|spread (trade|trading|strategy) => pairs \
        trade @1 and @2
        trade $ against|versus|vs $ => pairs trade @1 and @2
        trade (the) $ and|/ $ pair|spread => pairs trade @1 and @2
        (with|using|over|on) (a|the) (window|lookback) (of) # {day|days} (window|lookback) \
        (,|and) (at|with|entering|enter|entry) (at) # standard|sigma|std (deviations|deviation) \
        => over @1 @2 at @3 standard deviations
        $ / $ ratio => the ratio of @1 to @2
        $ to $ ratio => the ratio of @1 to @2
        # {sigma|sigmas|sds|sd|std|stdev|stdevs} => @1 standard deviations
        """)

    static let runs = table(
        """
        starting|beginning|commencing|going (back) (in|from|to) # {,} => since @1 @2
        from # on|onward|onwards|forward => since @1
        as of # {,|buy|hold} => since @1
        from # (up) (to|until|till|through) today|now|present => since @1
        start in|at|of # . => since @1
        for (the) (whole|entire|full) (of) # {to|through|until} # => from @1 to @3
        (in) (the) years|period from # (up) to|through|until # => from @1 to @2
        over|during|for|in (the) (most) last|past|previous|recent year => over the last 1 year
        (the) last|past # years of data|history => over the last @1 years
        for the past|last # {years|months} => over the last @1 @2
        test|tested (over|on) (the) last|past # years : => over the last @1 years :
        looked|looking at|checked|check|checking|evaluate|evaluated|decide|deciding|judged|\
        reviewed|tested|traded|run|monitored|assessed (only) (it) (on|at|once|every|each|just) \
        (a|the|an|per|every|each|end) (end) (of) (the|each|every|a) {month|week|day} (end) \
        (only) => checked every @1
        (on) (a) {monthly|weekly|daily} chart|charts|candles|candle|bars|bar|data|closes|\
        timeframe|prices|checks|check|basis|review|intervals => @1
        at|on (the) month|months end|ends => monthly
        # months average => @1 month average
        half|50 percent (of) (the|my|our) money|cash|capital|equity|funds|account => half my money
        (put|commit|invest|stake|use|risk|bet|wager|deploy|with|allocate|allocating|committing|\
        staking) half (of) (my|the|our) money|cash|capital|equity|funds|account|portfolio|\
        bankroll (in|into|on|to|for|at|with) => use half my money
        put|commit|stake|bet|wager|deploy|allocate|investing|committing|staking (only|just) % \
        (of) (my|the|our) money|cash|capital|equity|funds|account|portfolio => use @1 of equity
        % (of) (my|the|our) money|cash|capital|equity|funds|account|portfolio \
        (per|each|a|every|in|on) (trade|position|it) => with @1 of equity
        with|using|from|given|having (a) (starting|initial|start|beginning) \
        capital|cash|balance|bankroll|stake|sum|account|budget|pot (of) # => starting capital of @1
        (a|an) (initial|starting) stake|bankroll|pot|sum|budget|balance of => starting capital of
        (starting|initial|start) capital|balance|bankroll|budget is|:|= # => starting capital of @1
        (and|with|at|paying|charging|pay|assume|assuming) (a) (trading|transaction|broker) \
        fees|fee|costs|cost|commission|commissions (of|at|are|is|:|=) % => with fees of @1
        % (in|of|as) (trading|transaction|broker) fees|fee|costs|cost|commission|commissions \
        (per|a|each) (trade|order) => with fees of @1
        # bps|bp (fees|fee|commission) => @1 bps fees
        go|trade|play|run|trading|going|work|works|goes long and|or|& short (on|in|of) $ => long \
        and short @1
        (go|trade|play) both long and short|ways|sides (on|in) $ => long and short @1
        both long and short => long and short
        (in) both|either directions|direction|ways|sides => long and short
        at|on the|today|that|same (same|day|very) (day|bar) close|closing (price|bell) => at the \
        close
        on the closing bell|price => at the close
        at closing (price|time|prices) => at the close
        at market close => at the close
        & go away => and go away
        sell in may (rule|strategy|effect|system|approach|pattern|adage|idea) => sell in may
        (the) halloween (effect|strategy|indicator|rule|approach|system) => halloween strategy
        (the) {january} (effect|anomaly) (strategy|rule|trade|play|approach) => january effect
        santa (claus|clause) (rally|rallies|effect) (trade|strategy|play) => santa claus rally
        (the) (turn|change|switch) of (the|each|every) month \
        (trade|play|pattern|approach|system) => turn of the month
        (only|just) (in) (the) months|month|period|time|stretch (of|from|between) \
        {november|january|december|october|may} => from @1
        {november|january|october|may|december} up|right|all (the) (way) to|through|until => @1 to
        every|each {monday|tuesday|wednesday|thursday|friday} => on @1
        {buy|sell} {monday|tuesday|wednesday|thursday|friday|mondays|tuesdays|wednesdays|\
        thursdays|fridays} => @1 on @2
        come {monday|tuesday|wednesday|thursday|friday|october|april|december} => on @1
        {buy|sell} $ {mondays|tuesdays|wednesdays|thursdays|fridays|monday|friday} => @1 @2 on @3
        never sell|selling|sold (it|them|anything|a|again) (share) => forever
        hold|keep (on|it|onto) (to) (it) (for) forever|indefinitely|permanently|always => hold \
        it forever
        indefinitely|permanently|for good|eternally => forever
        buy $ (once) (,) and|then forever => buy and hold @1
        buy $ and (just|simply|then) (just) hold|keep|sit|stay|leave (on|onto|it|to|with) \
        (it|alone) => buy and hold @1
        buy , hold => buy and hold
        b & h|buyhold|hodl => buy and hold
        passive|passively|simple buy and hold => buy and hold
        """)
}
