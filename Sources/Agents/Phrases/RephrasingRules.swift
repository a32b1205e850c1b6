/// Everyday words for what the grammar calls by one name: asides, questions, actions, exits.
extension Rephrasing {
    /// The rules, in the order in which they are tried at a word.
    static let rules =
        asides + questions + actions + exits + holding + stops + levels + moves + indicators
        + texts + others + events + portfolios + runs

    /// Words that add nothing to a request.
    static let asides = table(
        """
        {breaks|break|broke|breaking|stop|stops|stopped|sell|close|closes|carry|carries} {out} \
        => @1 @2
        (buy) (the) dip|dips buying|buyer (:|,) => :
        there (is|are) a|an|any =>
        pls|plz|basically|kinda|sorta|actually|literally|honestly|purely|thx|cheers =>
        for me =>
        go ahead and =>
        if possible =>
        let's say =>
        say , =>
        in that case =>
        i'd|i'll|i'm|im|we'd|we'll|we're like|love|going|looking|planning|hoping to =>
        i|we want|wanna|wish|need|intend|plan|aim (to) =>
        want|wanna to =>
        gonna =>
        i|we (would|'d|had) rather =>
        you|we (can|could|should|would|must|may) =>
        i've|i'd|we've|we'd => i
        it'd|it'll|it's => it
        i'm|im|we're {up|down|losing|making} => the position is @1
        i am {up|down} => it is @1
        i'm|im|we're|i thinking (of|about) =>
        {sentiment|mood|chatter|interest|coverage} picks|picking|heats|brightens up => @1 is \
        improving
        i'm|im|we're long|in . => : buy
        i'm|im|we're out . => : sell
        otherwise|else not|nothing|nope => otherwise cash
        the exit|sell (point|signal) . => : sell
        the entry|buy (point|signal) . => : buy
        flat|out (on) {mondays|tuesdays|wednesdays|thursdays|fridays|monday|friday} => sell on @1
        stay|sit|remain (in|long|there|put|invested) (for) # \
        {days|day|weeks|week|months|month|sessions} => hold for @1 @2
        {buy|long} $ (on) the day|session after|following , => @1 @2 ,
        ride|riding (the) momentum (of|in|on) => momentum strategy on
        put in half (of) (my|the) money|cash|capital => use half my money
        ^ $ {when|if|while|whenever|once} => buy @1 @2
        ^ $ with|using half (of) (my|the) money|cash|capital|equity|funds \
        {when|if|whenever|while} => use half my money , buy @1 @2
        , do it|so|that|the (same) (too|also|as) (well) =>
        as (a|an) value|momentum|trend|contrarian \
        play|trade|investment|bet|stock|idea|pick (:|,) => :
        in with => buy with
        out with => sell with
        in % {under|below|off|above|over} => buy when it is @1 @2
        {buy|sell} with (a|an|the|its) {price|p|pe|pb|rsi|vix|stochastic|adx|cci|mfi|sentiment|z|\
        zscore} => @1 when @2
        {buy|sell} with it|this|that {over|under|above|below} => @1 when it is @2
        {if|when|while} up over|in|for => @1 it is up over
        decide|determine|tell|guide|dictate (me) when (to|i|we|it) (am|is) \
        (buy|hold|trade|own|be) (in|long|or|and) (sell|out) => decide
        (go|get|be|move|trade|moving|trading) in and out of => trade
        gets|puts|takes|brings|get|put me in|long => : buy
        gets|puts|takes|brings|get|put|kicks me out => : sell
        # ~ later (,) i'm|i|we|get|sell|exit|be (am|get) (out) => sell after @1 @2
        a {week|month|day|year|quarter} later (,) i'm|i|we|get|sell|exit|be (am|get) (out) => \
        sell after 1 @1
        {monthly|weekly|daily} check|review|checks|evaluation (:|,) => @1 ,
        the folks|people|crowd|guys|traders|users|posters|gang on|in|at|over|from =>
        folks|people|crowd|guys|traders|users|posters|gang on|in|at|over|from =>
        itself|themselves|respectively|accordingly|immediately|straightaway =>
        right away =>
        straight away =>
        at once =>
        as well => too
        (a) bit of =>
        whatever => what
        whichever time => whenever
        every|each|any single time => whenever
        every|each|any time (that) => whenever
        as soon as|the moment => when
        the moment|minute|instant (that) => when
        so long as => while
        for as long as => while
        as long as => while
        provided|assuming|given (that) => if
        {is|are|'s|it|stays} trading {below|under|above|over|beneath} => @1 @2
        {closing|crossing|trading|dipping|falling|rising|dropping|moving|going|breaking|turning} \
        {below|under|above|over|beneath|through} => crosses @2
        (on) it|the turning {negative|positive|bullish|bearish} => when it turns @1
        (on) {$} closing|crossing {below|under|above|over} => when @1 closes @2
        in case (that) => if
        at|on (those|any|the) times|moments|points|occasions (when|where) => when
        in the event (that) => if
        should it => if it
        on (any|the) days when|where|that => when
        that|this|said {rsi|vix|macd} => the @1
        its own {price|average} => its @1
        is|are|= cheap|expensive {under|below|over|above} => @1
        _ etf|fund|shares $ => @2
        the stock|shares|share of|in $ => @1
        stock|shares|share of|in $ => @1
        $ stock|shares|common|corp|inc|coin => @1
        """)

    /// Questions about what a strategy would have brought.
    static let questions = table(
        """
        what would|could|might have happened (to) (me) if|had =>
        what happens|happened if =>
        what|how much would|could|might|will|did (i|we|it|that|this) (have) \
        made|make|earned|earn|gotten|got|gained|returned|done|do (by|from|with|on|if|had) =>
        how (well|good|much) would|could|might|did|does|do|has|had (it|this|that) (have) \
        (been|fared|gone|worked|performed|done) if =>
        (have|has) fared|fare|gone|worked out|turned out =>
        how (well|much) would|could|might|did|does|do|has|had =>
        have done|made|earned|returned|performed|paid =>
        tell|show|give me (how|what) =>
        find out (how|what|if) =>
        i wonder|wonder (how|what|if) =>
        i (am|was) curious (how|what|if) =>
        see|check|know how|what =>
        (a|the) results|result|outcome|returns of =>
        was bought => buy
        had been {buying|holding|shorting|selling|owning} => @1
        had i => i
        (the|a|an) strategy|system|rule|approach|setup|idea|plan where|that|which (i|you|we|it) =>
        (the|a|an) strategy|system|rule|approach|setup|plan (of|for) \
        {buying|selling|holding|owning|shorting|going|rotating} => @1
        (a) {macd|rsi|momentum|crossover|breakout|supertrend|turtle|stochastic|donchian} (based) \
        play|trade|trades|system|setup|method|rules|model => @1 strategy
        {stochastic|stochastics|macd|rsi|supertrend|donchian} strategy for|to|with => @1 strategy on
        """)

    /// What begins a position.
    static let actions = table(
        """
        be|become|am a buyer (of|in) => buy
        buyer of => buy
        is|as|means|signals|triggers|gives (a|an|the|my) buy|entry|long (signal|order|point) => \
        : buy
        the {middle|upper|lower} band : sell => sell at the @1 band
        is|as|means|signals|triggers|gives (a|an|the|my) sell|exit (signal|order) => : sell
        = (a) sell|exit => : sell
        = (a|go|get) buy|long|in => : buy
        {under|below|over|above} # : {buy|sell} => @3 @1 @2
        in a row (,) (and) (i|we) (then|also) {sell|buy|short|cover} => in a row : @1
        and i|we (then|also|just|will|would) {sell|buy|short|cover} => , @1
        i|we (had|have|'ve) {buy|sell|short|hold} => @1
        i|we had {bought|sold|shorted|held|purchased|owned} => @1
        (that) $ shall|should|will|must|is|gets|would|be (to) (be) bought|purchased|acquired => \
        buy @1
        (that) $ shall|should|will|must|is|gets|would|be (to) (be) sold|liquidated => sell @1
        it|they|this shall|should|will|must|is|gets|would (to) (be) bought|purchased|acquired => \
        buy it
        it|they|this shall|should|will|must|is|gets|would (to) (be) sold|liquidated|dumped => \
        sell it
        (it|they|this) shall|should|will|must|is|gets|would (to) be shorted => short it
        (it|they|this) shall|should|will|must|is|gets|would (to) be held|kept => hold it
        , : => :
        , , => ,
        both {under|below|over|above} => @1
        , what (would|happened|happens|if|did) (have) (then|i|happened|it) (get|be|made|done) . =>
        get|gets|getting|got|getting|jump|hop|step|go|come|dive|pile (me) in|into => buy
        get|gets|getting|got|be|being|am|go|goes|going|went|stay (me) long (on|in) $ => buy @1
        get|gets|getting|got|be|being|am|go|goes|going|went (me) long => buy
        is|= long => : buy
        enter|enters|entering|entered|open|opens|opening|take|takes|taking|start|initiate|\
        establish (a|an|my|the|new) long (position|trade|entry) (in|on|of|with|for) => buy
        enter|enters|entering|open|opens|opening|take|takes|taking|start|initiate|establish \
        (a|an|my|the|new) position|trade|entry (in|on|of|with|for) => buy
        enter|enters|entering (in|into) => buy
        enter|enters|open|take|initiate (a|an|my|the) short (position|trade) (in|on|of) => short
        make|makes|making|do (a|an|some) purchase|purchases|buy (of) => buy
        acquire|acquires|acquiring|grab|grabs|snap|scoop|snatch|snag|collect (it|some|shares) \
        (up) => buy
        pick|picks|picking|picked up => buy
        get|gets {some|shares|$} => buy @1
        get $ => buy @1
        load|loads|loading|loaded up (on|in|with) => buy
        add|adds|adding (to|some|more|a) $ => buy @1
        put money|cash into|in|on => buy
        buying|bought|purchasing|purchased|purchase => buy
        long|buy entry|entries (when|if|on|:) => buy when
        buy|long signal (when|if|on|:|=) => buy when
        buy|long rule|condition|trigger|setup (is|:|=|when) => buy when
        sell|exit rule|condition|signal|trigger (is|:|=|when) => sell when
        entry|entries (rule|signal|condition|is|when) => buy when
        exit|exits|out : => sell when
        long|in|buy : => buy when
        buy {when|if} when|if => buy @1
        sell {when|if} when|if => sell @1
        buy (it|some) there|then|here => : buy
        buy|buys again => buy
        buy buy => buy
        buy in|into|up (on) $ => buy @1
        , i (then|do|also|too) buy (also|too|it) => , buy
        go|goes|going|went short (on|in) $ => short @1
        go|goes|going|went short => short
        sell|sells|selling $ short => short @1
        sell|sells|selling it|them short => short it
        shorted|shorting => short
        be|am|being|get|become short => short
        on|for|in $ = (go|a|get) long|buy|in => : buy @1
        on|for|in $ : (go|a|get) long|buy|in => : buy @1
        on|for|in $ (,) and|then|, (then) (i|we) buy => : buy @1
        be invested|in|long (in|on) $ => hold @1
        remain|stay|keep|sit (invested|long) in|with $ => hold @1
        have|keep|maintain (a|my) (long) position in => hold
        owning|owned => own
        holding|held $ => hold @1
        keep|keeping (owning|holding) $ => hold @1
        own|hold|buy $ only|just {if|when|while|whenever} => hold @1 @2
        own|hold (it) only|just {if|when|while|whenever} => hold @1
        long|buy only|just {if|when|while|whenever} => buy @1
        """)

    /// What ends a position.
    static let exits = table(
        """
        {sell|sells|exit|exits|out|cover} end of {<month>} => @1 at the end of @2
        (sell|out|exit|get|gets) (out) on (the|a) (opposite|reverse) cross|crossover (going) \
        back (down|below) => sell when it crosses back
        get|gets|getting|got|go|goes|be|being|am|step|want|come|bail|cash|move|bow (me) out \
        (of|from) it|them|$ => sell
        get|gets|getting|got|go|goes|be|being|am|i'm|step|want|come|bail|cash|move|bow (me) out \
        (of) (the|my) (position|trade|stock|shares) => sell
        (i'm|im|be|am|and) out again => sell
        out again {when|if|once|under|below|over|above|after|at} => sell @1
        out {once|when|if|after|under|below|over|above} => sell @1
        flat|out (again) with (it|this|that) {under|below|over|above} => sell when it is @1
        (go|be|get) flat again => sell
        out at|with {a|the} => sell at @1
        out # ~ later|after|afterwards|on|thereafter => sell after @1 @2
        out after => sell after
        out on the|a|an => sell on the
        let (it|them) go (of) (it|them|again) => sell
        let go (of) (it|them) => sell
        (go|move|be|stay|sit|hold|switch) (back) (in|into|to) (to|into) cash \
        when|if|while|whenever|once (it) (is) {below|under|beneath|above|over} (it|that|this) . \
        => sell @1
        ditch|ditches|dump|dumps|dumping|flatten|liquidate|liquidating|offload|unload|unloads|\
        shed|drop (it|them|everything|again) => sell
        sell|exit it|them|everything|all (off) (again) => sell it
        selling|sold|exiting|exited => sell
        close|closing|end|leave|quit|exit (it|the|my|that) position|trade|long|stake => sell
        close|quit|leave {when|if|once} => sell @1
        close|quit|leave it => sell it
        take (the|my|a) profit|profits|gains (when|if|once|after|at) % => take profit at @1
        go|move|switch|be|stay|sit (back|in|into|to) (in|to|into) cash (when|if|while) (it) \
        (is|'s) below|under|underneath (it|that|this) . => sell below
        (in|to) cash|flat|out below|under|beneath (it|that|this) => sell below
        (in|to) cash|flat|out above|over (it|that|this) => sell above
        when|once|if|until (it|price|prices|the) (price|stock) (is|comes|gets|has) \
        (come|returned|reverted) back|returns|reverts at|to|on (the|that|its|this) \
        {average|mean|middle} (line|band) (again) (,) (i|we|then) sell => sell at the @1
        sell (it) when|once|if (it|price|prices) (is|comes|gets|has) (come|returned|reverted) \
        back|returns|reverts at|to|on (the|that|its|this) {average|mean|middle} (line|band) => \
        sell at the @1
        sell (it) back at|to|on (the|that|its|this) {average|mean|middle} => sell at the @1
        sell (it) on|at|upon (a|the) (return|reversion|move) to (the|that|its) \
        {average|mean|middle} => sell at the @1
        on|at|with (the|a|an) (reverse|opposite) cross|crossover|signal back|down|below \
        (down|below) => when it crosses back
        on (the|a) way back|down (down) => when it crosses back
        (sell|out|exit|and) on (the|a) (opposite|reverse) cross (going) back|down|below \
        (down|below) => sell when it crosses back
        , buy|long on (the|a) cross up|upwards|above|higher =>
        on (the|a|an) (first) opposite|reverse (cross|signal|crossover|crossing) => on the \
        opposite cross
        sell (it) otherwise|else => sell otherwise
        buy|buying|bought (it|them|the|my) (shares|stock|short) back # ~ \
        later|after|afterwards|on => cover after @1 @2
        buy|buying|bought it|them back => cover
        covered|covering => cover
        cover|close (out) the short|position => cover
        """)

    /// How long a position is held.
    static let holding = table(
        """
        sell|exit|close|cover|out (it) after (a|the) hold|holding (period|time) of => hold for
        with|for (a|the) hold|holding (period|time) of => hold for
        hold|holding period|time is|:|of|= => hold for
        (and|,|then) keep|hold|holding|keeping|carry|ride|held|kept (on|onto|to) \
        (it|them|the|that) (position|shares|stock) (for|during|over) (a|the) (full|whole|total) \
        (of) # ~ => hold for @1 @2
        keep|hold|holding|keeping|carry|ride|held|kept (on|onto|to) (it|them|the) \
        (position|shares|stock) for => hold for
        stay (in) (it|long|invested) for => hold for
        stick|sit with|on it for => hold for
        {hold|holding} # {day|week|month|session|bar} => hold for @2 @3
        for (the) next|following|subsequent # {days|day|weeks|week|months|month|sessions|bars|\
        years|year} . => hold for @1 @2
        over the next|following|subsequent # {days|weeks|months|sessions|bars|years} . => hold \
        for @1 @2
        sold # ~ later|after|afterwards|thereafter|on => sell after @1 @2
        {sell|exit|close|cover} (it) # ~ later|after|afterwards|thereafter|on => @1 after @2 @3
        {long|buy|short} (it|there) for # ~ => @1 it , hold for @2 @3
        {long|buy|short} (it|there) for a|one ~ => @1 it , hold for 1 @2
        {sell|cover|hold} {after|for} half a year => @1 @2 6 months
        {sell|cover|hold} {after|for} (a) quarter => @1 @2 3 months
        half a year|half year|six months => 6 months
        """)
}
