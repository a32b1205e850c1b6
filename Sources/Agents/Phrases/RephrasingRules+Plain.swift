/// Shorthand, formal turns and roundabout phrases, put into plain words before the other rules.
///
/// These are tried only where a sentence was not understood without them.
extension Rephrasing {
    static let plain =
        benchmarks + notes + turns + trades + nouns + contractions + slang + shorthand + labels
        + introductions + outcomes
        + passives
        + lengths
        + comparisons + demonstratives + happenings + saidByOthers + names
        + verdicts + perceptions + hearsay + hurry + talk

    /// What is written as it is spoken.
    static let contractions = table(
        """
        decide|decides|determine|determines|tell|tells|guide|guides|dictate|dictates|say|says \
        (me) when|whether|if to|i|we|i'm|i'd|i'll (am|is|are|be|get|go|should) (to) \
        in|out|buy|hold|own|trade|long (in|into|or|and) (get|be|sell|go|hold) (in|out) (of) => \
        decide
        i'm|i|we're|it's ever % {down|up|under|below} => i'm @1 @2
        {when|while|if|once} it|it's (is) cheap|expensive|dear|oversold (,) meaning|means => @1
        {in|out|buy|sell} (in|on) every|each {<month>|<weekday>} => @1 on @2
        momo => momentum
        (the) # / # (day|period) golden cross => golden cross
        $ etf|fund|tracker $ => @2
        (,) (and) in and|& out as|when|whenever they|these (2) cross|crosses => crossover
        (,) what would|will|do (my|the) results|result|returns|outcome (look) (like) =>
        (and) (,) never touched|touch|touching|sold (it|them) (again) => and hold forever
        back in # {and|,} => since @1 @2
        (after|on|following) any|every|each|a day (on|in) which|when|where|that {it|$} (<have>) \
        <lose>|<fall> (by) % => when @1 drops @2 in 1 day
        1 third each (of) => at equal weights
        (the) target|goal for {sell|selling|buying} (being|is) => @1 at
        midline => middle band
        absolute|trend momentum => time series momentum
        if it isn't too much trouble =>
        if that|it (is|'s) something you|we|i can do =>
        set|sets|setting|put|puts|come|comes|cook|draw|write|work up|together (with) \
        {a|an|the|some} => @1
        {trend} following|follow|follows|follower => @1 following
        if that|it is|'s|possible|okay|ok possible|okay|ok|alright =>
        you know =>
        i mean =>
        how about|'bout =>
        (for) what it is worth =>
        some|any kind|sort|type of =>
        (a|the) kind|sort|type of thing =>
        keep going back and forth on this|it (,) (but) =>
        thats {when|where|why|the|what|how|my|a|over|under|above|below|less|greater|more} => that @1
        thats => that is
        teh => the
        id {get|be|like|want|sell|buy|go|take|say|love|hold|rather|short|exit} => i'd @1
        (with|w|having|got) (/) > # {likes|retweets|upvotes|replies|comments|views|followers} => \
        with more than @1 @2
        wich => which
        dont => don't
        cant => can't
        hows it do|doing|done =>
        how did|does|would|has it do|go|fare|perform|done|gone|fared =>
        how would|did|does that|this (have) gone|go|do|done|fared|worked|work =>
        , which is a|really|very|quite _ (,) => ,
        , (and) that (is) when|where|what|the (i|we|i'd|i'll|i'm) => ,
        , (and) that (is) my|the|a|all idea|plan|thinking|rule|strategy|thing =>
        , thats my|the|a idea|plan|thinking|rule|strategy|thing =>
        (then) so should i|we . => buy it
        (and) (on) top of that|it => and
        on|in top|addition of|to that|it =>
        in addition|moreover|furthermore|besides =>
        whichever|which 1 => whichever
        1 another => each other
        2 {simple|moving|averages|smas|emas|exponential|lines} => @1
        how'd (it|that) (go|do|have) (gone|done) (if) (you|i|we) (traded|did|ran) =>
        (am|be|being|feel) happy|fine|content|comfortable being|be|staying|sitting in => hold
        {<strong>} {<strong>} => @1
        , which|that is good|bad|nice|great|fine (for) _ (,) => ,
        (,) whichever comes|happens|is (first|frist|sooner|earlier) =>
        keep|been|kept|keeps reading|hearing|thinking about|that =>
        as the 2 pieces|parts|legs|names|halves|assets|symbols =>
        looking|look (back) at the {past|last} => over the @1
        how (it|that|this) works|goes|turns|would|worked|went (out|work|go) (out) (if|when) =>
        $ is something|one|what (that) i|i'd|we|we'd => @1 ,
        sentiment there => sentiment
        get the heck|hell out => sell
        how would|did it (have) gone|go|went|worked|done|been (had|if) => if
        (i|i'd|i'll) (want|wants|like) (to) (be) in {,|.|when|if|once} => buy @1
        i'm|im in {,|.|when|if|once} => buy @1
        (the) _ and _ subreddits (both) => r / @1 and r / @2
        (the) _ subreddit => r / @1
        as well as => and
        (the) _ ( $ ) => @2
        the|whichever 1 with => whichever with
        gone (had|if) {i|you|we} => if @1
        as the saying|adage|story|proverb (goes|has) (it) =>
        where would i be (now|today) (if) => what if
        ^ should {it|the|its|sentiment|$|<place>|elon|trump|insiders|congress} => if @1
        and that {the|its|it|price|rsi} => and @1
        gets|get|comes|happens to be => is
        (i|i'm|we're|i'd|i'll) (am|be|are) a buyer (of|in) => buy
        ^ i'm in $ {<when>} => hold @1 @2
        """)

    /// What is written short.
    static let shorthand = table(
        """
        w / => with
        px => price
        til|till => until
        (from) # until|til|till|to|thru|through now|today|present => since @1
        from # on|onward|onwards => since @1
        bt => backtest
        mom => momentum
        mktg => market
        tgt => target
        wt|wts|wgt => weight
        eq => equal
        b / c => because
        {golden|death} x => @1 cross
        x {over|above|below|under|through} => crosses @1
        {sma|ema|ma|smas|emas|averages|average} x => @1 crossover
        {upper|lower} bb|bbs|boll|bolls|bollingers => @1 bollinger band
        mid|middle|middl bb|bbs|boll|bolls|bollinger (band) => middle bollinger band
        bb|bbs|bolls => bollinger bands
        sub # => below @1
        out|exit|flat|off {<|>|under|below|over|above|sub} => sell when @1
        out {z|vix|rsi|vol|volatility|macd|cape|pe|adx|cci|mfi|stoch|stochastic|price|yield} => \
        sell \
        when @1
        out|exit {<month>} => sell in @1
        buy|long|in {<|>} => buy when @1
        {,|;|.} out {on|at|when|if|once|after|as|of|the} => @1 sell @2
        10 y|yr (yield|treasury|note|bond|rate) (yield) {>|<|above|over|below|under|is|at} => the \
        10 \
        year yield @1
        er {beat|beats|miss|misses|surprise} => earnings @1
        # m|mo|mos|mth|mths {momentum|return|returns|high|low|average|ma|sma|ema|mom} => @1 month @2
        # yr|yrs => @1 years
        vol {target|targeting} (of|at) % => @2 volatility target
        thru => through
        mean rev|revert|reverting => mean reversion
        bollinger envelope|envelopes|channel|channels => bollinger bands
        rebal {annually|yearly|monthly|quarterly|weekly|every|each} => rebalanced @1
        rebal|rebals => rebalancing
        p / c (ratio) => put call ratio
        + {over|above|below|under} (the|its) # {day|d} (avg|ma|line|average|sma) => and price is \
        @1 its @2 \
        @3 average
        n {rsi|macd|price|px|vol|over|under|above|below|sell|buy|short} => and @1
        1 / n (portfolio|weights|weighting) => equal weight portfolio
        div|divs {hike|hikes|increase|increases|raise|yield|bump} => dividend @1
        {long|on|every|each|short|buy|sell|exit|out|in} tue|tues => @1 on tuesday
        {long|on|every|each|short|buy|sell|exit|out|in} mon => @1 on monday
        {long|on|every|each|short|buy|sell|exit|out|in} wed|weds => @1 on wednesday
        {long|on|every|each|short|buy|sell|exit|out|in} thu|thur|thurs => @1 on thursday
        {long|on|every|each|short|buy|sell|exit|out|in} fri => @1 on friday
        {,|;|.} flat {on|at|when|if|once|after} => @1 sell @2
        {go|goes|turn|turns|is|are|gets|net} neg => @1 negative
        {go|goes|turn|turns|is|are|gets|net} pos => @1 positive
        yld => yield
        div|divs yield|yld => dividend yield
        bo => breakout
        qtrly|qrtly => quarterly
        yrly => yearly
        mthly|mnthly|mthy => monthly
        wkly => weekly
        moc => at the close
        moo => at the open
        si {>|<|above|below|over|under|is} => short interest @1
        {price|px} x => price crosses
        # / # x|cross|crosses|crossing|crossings => @1 / @2 crossover
        # start|starting (cash|capital|balance|money|stake) => starting capital of @1
        $ # / $ # => @2 / @4 @1 and @3
        $ off {fomc|fed} . => trade @1 on fed announcements
        # {d|day|week|month} {high|low} in (,) # {d|day|week|month} {high|low} out => buy when it \
        breaks its \
        @1 @2 @3 , sell when it breaks its @4 @5 @6
        # {d|day} {ma|sma|ema|avg} > # {d|day} {ma|sma|ema|avg} cross|crossover|x => its @1 @2 @3 \
        crosses \
        above its @4 @5 @6
        in {<weekday>} => buy on @1
        {long|buy|short} (the) next day|session => @1
        {long|buy|short} (,) # ~ . => @1 , hold for @2 @3
        euro dollar => eurusd
        """)

    /// Labels of a specification: "Instrument: GE", "Exit: …", "sample: 2015 to 2018".
    static let labels = table(
        """
        check|checks|checking|look|looking|review|evaluate (at|on|in) $ (once) every|each|per|\
        a {month|week|day} (,|;|:|and) => @1 , checked \
        every @2 ,
        (once) every|each|a|per {month|week|day} (,) (i|i'd|i'll|we) (would|will) check|checks|\
        checking|look|looking|review|evaluate \
        (at|on) $ (for|and) => @2 checked every @1 ,
        (,|;|() (but) (and) only count|use|take|consider|trade (the|those) (ones|tweets|posts) \
        that|which|with (have|got|get|has|had) more|over|above|> (than) # \
        {likes|retweets|comments|views} ()) => with more than @1 @2
        ( > # {likes|retweets|comments|views} ) => with more than @1 @2
        ignoring|ignore|ignorring|skip|skipping every|all|any|the tweet|tweets|post|posts that|\
        which \
        doesn't|don't have more|over (than) # {likes|retweets|comments|views} => with more \
        than @1 @2
        only {elon|musk|trump|saylor|cramer} (musk) tweets|posts that|which|with (have|got|get) \
        more|over|above (than) # {likes|retweets|comments} should count => @1 tweets with more \
        than @2 @3
        (both) (the|on) (the) _ and (the) _ subreddits|forums (on) (reddit) => r / @1 and r / @2
        (the) subreddits|forums _ and _ => r / @1 and r / @2
        check|checked|review|reviewed|look (at) (that|it|this) {monthly|weekly|daily} => checked @1
        beginning|commencing|start with => starting with
        at the close of (the|that|each) day|session|trading|business => at the close
        (event) trigger|event|condition : => when
        action|order|position|direction|side : => ,
        (,|;) (filter) (:) {likes|retweets|upvotes|replies|comments|views|followers} > # => with \
        more than \
        @2 @1
        checking|checked|check (in) (just|only) once (every|a|per|each) {month|week|day|year} => \
        checked \
        every @1
        relative strength rotation (over|across|between|among) => rotation between
        (and|,|;|.) (the) instrument|underlying|ticker|asset|security|symbol|market|stock \
        (=|:|is|,) \
        $ => , on @1
        universe (=|:|is|of|,) => on
        sample|period|range|window|span|horizon|dates|history|timespan (period|range|window|size) \
        : => ,
        sample|period|range|span|timespan (period|range) \
        {from|since|2|1|last|past|trailing|between|#} => , @1
        trailing|past|last 1 {year|month|quarter} => last 1 @1
        signal|signals|inputs|input|source|sources|data|driver : =>
        (monthly) {monthly|weekly|daily} evaluation|rebalancing|review|check|decision \
        frequency|interval|cadence => checked @1
        (trading|evaluation|bar|data|rebalancing) frequency|timeframe : {monthly|weekly|daily} => \
        , @1
        using|with {weekly|monthly|daily} bars|candles|data|prices => , on @1 bars
        (on) (the|a) {weekly|monthly|daily} chart|charts|timeframe (of|for) => @1
        time based {exit|sell} => @1
        event driven|based =>
        rule|rules based =>
        (with) (a|an) {position} size|sizing => @1 size
        protected|guarded|covered|secured|accompanied by|with => with
        coupled|combined|together|along with => with
        subject to => with
        {:|,} trailing|past # {years|year|months} => @1 last @2 @3
        sample|period|history (window) starting|beginning|from|since (in|from) => , since
        (going) (all) (the) (way) back to # {,} => since @1 @2
        % or (a|an|the|my) {stop|stoploss|sl|trailing|profit|take|tp|target} => @1 , @2
        {sell|exit} via|through|using => @1 with
        (,) execution|fill|fills|orders|filled|executed (:|is|are|at|on) (at) (the) {close|open} \
        => , at the @1
        """)

    /// What says when.
    static let introductions = table(
        """
        (on) the day after (that|this|it) and => and
        (on) the day after (that|this|it) , => ,
        (on) the day after that|this =>
        conditional|contingent|conditioned|dependent on|upon => when
        (only) iff => if
        (at|by|from) the (very|exact|same) time|moment|point|instant|minute \
        (that|when|where|at) (which) => when
        (at) the (very) second (that|when) {it|its|the|price|sentiment|rsi|$} => when @1
        at|on times|moments|points|occasions|days|those (when|where|that|times) => when
        in|on (the|any) event|case|occasion (that|of|when) => if
        on (the) condition (that) => if
        provided|providing|supposing|assuming|given|presuming (that) => if
        (each|every|any) (and) (every) single|other time (that|when) => whenever
        triggered|signalled|signaled|activated (by|on|when|if|once) => when
        following|upon => after
        , but (also|then) {if|when|once|while|whenever} => , @1
        (too|also|alike|both) , {are|is} => @1
        at t 1 after|when|following|if|upon => the day after
        on t 1 after|when|following|if|upon => the day after
        (,) (on) the very next|following day|session|morning (myself) =>
        (on) the next|following day|session|morning . =>
        (on) the very|immediately next|following day|session after => the day after
        (the) first day|session after|following => the day after
        as soon as => when
        no sooner than => when
        {when|if|once|whenever} {<weekday>} comes|rolls|arrives|is (around|round|along|here) => \
        on @2
        {when|if|once|whenever} it (is|'s) {<month>|<weekday>} => on @2
        during (the) (month) (of) {<month>} => in @1
        (on) (a|the) (very) day following|after => the day after
        {as|in} long as => while
        check|see|look (to) (see) if|whether => when
        (and|,) (and) if so|yes (then) (,) => ,
        as it \
        {crosses|falls|rises|drops|climbs|breaks|closes|goes|moves|turns|dips|gets|hits|reaches} \
        => when \
        it @1
        as {price|prices|rsi|macd} \
        {crosses|falls|rises|drops|climbs|breaks|closes|goes|moves|turns} => when \
        @1 @2
        as (the) {<place>|sentiment} => when @1
        """)
}
