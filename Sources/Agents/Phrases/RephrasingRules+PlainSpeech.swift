/// How people speak of strategies to each other: who told them, what they ask, in a hurry.
extension Rephrasing {
    /// Who says so and whether it is so, which says nothing of the strategy.
    static let hearsay = table(
        """
        my|a|some|this|the _ swears|swear|raves|rave (by|about) \
        {buying|selling|holding|owning|shorting|trading} => @2
        is|was|are he|she|it|they|this|that right|correct|true|legit|onto|crazy (or) (not) \
        (something) . =>
        (check|see|know|tell|show|find) (out) (me) how (it|this|that|things) would|could|might \
        (have) gone|go|done|do|worked|work|fared|fare|performed|perform|looked|look|turned (out) \
        if|had => what if
        (check|see|know|tell|show|find) (out) (me) how (it|this|that|things) would|could|might \
        (have) gone|go|done|do|worked|work|fared|fare|performed|perform|looked|look|turned (out) \
        {when|with|on|.} => @1
        (has) anyone|anybody|somebody (here) (ever|else|already) \
        tested|tried|backtested|ran|run|traded|got =>
        run|test|try|check|do something (for) (me) (on|with|for|in) {$} => on @1 ,
        (please) do me a favour|favor (and) =>
        whether {buying|selling|holding|owning|shorting|trading} => @1
        look|looking at {buying|selling|holding|owning|shorting|trading} => @1
        what|whats|what's (is|was) the (historical|actual|real) \
        edge|alpha|merit|point|upside|return|deal in|to|of|on|with|from \
        {buying|selling|holding|owning|shorting|trading} => @1
        is there (any|an|some) (real) edge|alpha|merit|point|upside|money|value in|to|of|on \
        {buying|selling|holding|owning|shorting|trading} => @1
        (i|i'm|im) (am) curious|thoughts|opinions|views|question|wondering about|on|regarding =>
        how would|did|does|has (that|it|this|they) (have) \
        done|do|gone|go|performed|perform|worked|work|fared|fare (out) on|with|for|in {$} => on @1
        {works|work|worked|pays|paid} (off|out|well) {,|.} => @2
        my|a|this|some _ only|always|usually|just {buys|shorts|holds|trades|owns} => @2
        (and) then he|she|they {sells|exits|covers|buys|dumps} => , @1
        (is|was) (that|it|this) (a) good|bad|smart|dumb|stupid|sensible|decent idea|plan|move . =>
        hit me with =>
        (my|a|the) rule of thumb (:|is|,) =>
        (,) (would|will|do|did|does) you|i|we|it (have) come|came|be|been out ahead|even . =>
        ^ thinking (of|about) =>
        (i|i'm) (am) not sure if|whether (this|that|it) is|makes|works (a) (very) \
        dumb|stupid|smart|good|sense|silly|right|crazy|bad (idea|thing) (,) but =>
        u => you
        ur => your
        smth|sth => something
        over|in|for|during (the) past|last decade => over the last 10 years
        over|in|for|during (the) past|last 2 decades => over the last 20 years
        (a) trend|momentum|swing|reversal strategy|system|trade . \
        {long|buy|sell|in|own|hold|enter|cash|flat} => @1
        """)

    /// What is written in a hurry, and in another order than it is said.
    static let hurry = table(
        """
        sel => sell
        wen|whn|whne => when
        abv => above
        blw|belo => below
        xover|xovers => crossover
        # std|stdev|stdevs|stds|sd|sds|sigma|sigmas => @1 standard deviations
        (a) half (a) std|stdev|sd|sigma => 0.5 standard deviations
        bb|bollinger|bollingers (bands|band) {lower|upper} (band) touch|tag|hit|touched \
        (:|=|,) {buy|sell|short} => @2 when it touches the @1 bollinger band ,
        mid|middle|midline (band|bb) {exit|out|sell} {,|.} => , sell at the middle band @2
        {,|;|and|.} # {d|day|days|week|w|bar} {high|low} (:|=) exit|out|sell {,|.} => @1 sell when \
        it breaks its @2 @3 @4 @5
        # {d|day|w|week|month|bar} {sma|ema|ma|average|avg} (,|:|;) (and) in|long|buy|own \
        (when|if) above|over (,|;|/) (and) out|flat|cash|sell|exit (when|if) below|under => buy \
        when it is above its @1 @2 @3 , sell when it is below its @1 @2 @3
        {sma|ema|ma} # (,|:|;) (and) in|long|buy|own (when|if) above|over (,|;|/) (and) \
        out|flat|cash|sell|exit (when|if) below|under => buy when it is above its @2 bar @1 , sell \
        when it is below its @2 bar @1
        rsi oversold (:|=) buy|long (,|;|/) (and) overbought (:|=) sell|exit|out => buy when rsi \
        is oversold , sell when rsi is overbought
        turns|goes|is positive on {$} (:|=) buy|long (,|;|/) (and) (turns|goes) negative (:|=) \
        sell|exit|out => turns positive : buy @1 , sell when it turns negative
        turns|goes|is positive (:|=) buy|long (it) (,|;|/) (and) (turns|goes) negative (:|=) \
        sell|exit|out => turns positive : buy , sell when it turns negative
        on|for {$} be|go|get|stay long|in => : buy @1
        {lower|upper|middle} {keltner|donchian} {,|.|and} => @1 @2 band @3
        {,|:|;} in at => @1 buy at
        trend following (strategy) (on|in|with|for) {$} with|using (the) # and|/ # {day|d} \
        {ema|emas|sma|smas|ma|mas|averages} => trade @1 on @2 / @3 @4 @5 crossover
        strat|strats => strategy
        {golden|death} crosses => @1 cross
        yearly|annual {high|low} => 52 week @1
        {,|;} {<|>|below|above|under|over} # flat|out {,|.} => @1 sell when it is @2 @3 @4
        half {$} (,|and|/|&) half {$} => 50 / 50 @1 and @2
        back at|to|in (the) middle|mid|mean (band) {cover|sell|exit} => , @1 at the middle band
        take {$} {,|.} => trade @1 @2
        / {buy|sell|exit|entry|long|short|cover} (:|=) => , @1 :
        {entry|exit|buy|sell} = => @1 :
        size|position (size) =|: % => , use @1 of equity
        bollinger (bands|band) (on|for) {$} (,|:) buy|long (at) (the) lower (band) (,|;|/) (and) \
        sell|exit|out (at) (the) {upper|middle|mid} (band) => buy @1 at the lower bollinger band , \
        sell at the @2 bollinger band
        @ # => at @1
        {bollinger|bb|bollingers} (band|bands) (mean) (reversion|revert|reverting) (:|,) lower \
        (band) in|buy|long (,|;|/) (and) {middle|mid|upper} (band) out|sell|exit => buy at the \
        lower bollinger band , sell at the @2 bollinger band
        rsi # strategy|system (on|for) {$} (:|,) under|below # in|buy (,|/|and) over|above # \
        out|sell => buy @2 when rsi ( @1 ) is below @3 , sell when rsi ( @1 ) is above @4
        dual|double|2 moving average|averages|ma|sma (crossover|system|strategy) (on|for|with) {$} \
        (,|:) # and|/ # => trade @1 on @2 / @3 moving average crossover
        {supertrend|macd|sar} buy / sell (signals|signal) => @1 strategy
        (parabolic) sar flip|flips|reversal|reversals => parabolic sar strategy
        breakout strategy (on|for) {$} (,|:) # {day|days} in (,|and|/) # {day|days} out => buy @1 \
        when it breaks its @2 day high , sell when it breaks its @4 day low
        (elon|donald|jim|michael) {elon|musk|trump|cramer|saylor} \
        {positive|negative|bullish|bearish} tweets|posts|tweet \
        (:|=) {buy|short} => when @1 tweets something @2 : @3
        macd (cross|crosses|x) up (:|=|,) buy|long (,|;|/) (and) (macd) (cross|crosses|x) down \
        (:|=|,) sell|exit|out|flat => buy when macd crosses above its signal , sell when macd \
        crosses below its signal
        max|maximum|longest hold|holding (period|time) (of|is|:|=) # ~ => hold for @1 @2
        time stop (of|after|at|is|:|=) # ~ => hold for @1 @2
        hold|holding (it) (for) (a|no|at) max|maximum|most|longer (of|than) # ~ => hold for @1 @2
        invest|put|use|allocate|commit % per|each|every (single) trade|position|time|entry|signal \
        => use @1 of equity
        {in|during|for} # only => @1 @2
        (and|with|but) no other exit|exits|rule|rules (at|needed) (all) {,|.} => , exit only by \
        the stop @1
        """)

    /// Comparisons, exits and events in the words of a talk.
    static let talk = table(
        """
        {sell|sells|selling|sold} (it) again {when|whenever|once|if|as|after|at} => sell @2
        gets|got|get|comes|came|come|goes|went back {above|over|below|under|beneath} => crosses \
        back @1
        pulls|pulled|pull|comes|dips back (down) to {the|its} # => falls to @1 @2
        get|gets|getting|go|be|jump back in|into {when|if|once|whenever|after|as} => buy @1
        put # in|into|on {$} => trade @2 with @1 ,
        {sell|leave|leaving|exit|out} (it) once|when|after (it) (has) made|earned|returned \
        (me) % => take profit at @2
        {sell|leave|leaving|exit|out} (it) once|after (it) (has) gained % => @1 when it gains @2
        take|takes|taking|book|bank (a) % profit|profits|gain|gains => take profit at @1
        {of|by} % or more|greater|higher|worse => @1 @2
        (and|,) closed|exited|sold on|at|upon|with (the|an) opposite|reverse \
        (signal|cross|crossover) => , sell on the opposite cross
        (and) is|are|gets|get {rebalanced} => , @1
        (,) (in) cash|flat|out (in|for|during) (the) rest (of) (the) (time) . => otherwise cash
        # {d|day|week|month} drop|decline|fall|loss >|over|above|of|exceeds|exceeding % => it \
        drops @3 in @1 @2
        # {d|day|week|month} gain|rise|rally|jump >|over|above|of|exceeds|exceeding % => it gains \
        @3 in @1 @2
        {<lose>|<fall>|<rise>|gains|gained} (by) % or more|better|worse => @1 @2
        on (a|an|any|every) (analyst|analysts) downgrade|downgrades => when it is downgraded
        on (a|an|any|every) (analyst|analysts) upgrade|upgrades => when it is upgraded
        ^ wait|waiting until|till => when
        , invest|commit|deploy % of (my|the) cash|money|capital|account|equity => , buy it , use \
        @1 of equity
        {<sell>|cover|covers|covering} (it) (when|if|once|after|on|at) (there) (is) (a|an) % \
        {pop|gain|pump|rise|rally|jump|bounce|profit} and (a|an) % \
        {loss|drop|fall|dump|decline} => @1 at @2 @3 or @4 @5
        on|at|with|after|upon (the) (very) first|next {up|down|green|red|higher|lower} \
        day|close|session {,|.|and} => after the first @1 day @2
        {exit|sell|out|cover} (:) (the) first|next {up|down|green|red|higher|lower} \
        day|close|session {,|.|and} => @1 after the first @2 day @3
        {above|below|over|under|beneath} (the|its) # {day|d|week|month} (simple) (moving) \
        {average|ma|sma|ema} by (more|at) (than|least) % => @5 @1 its @2 @3 @4
        moves|goes|switches|shifts|rotates|turns|moving|going|switching (back) (in|into|to) \
        (in|to) cash {when|if|once|while|whenever} (it) (is|falls|drops|goes|closes) \
        {below|under|beneath|above|over} (it|that|this) {,|.} => , sell @2 @3
        {exit|sell|out|close|cover} (it) (when|if|once|as|whenever) (soon) (as) \
        either|this|that|it|they|these|those|conditions|one|any (of) (these|those|them|the) \
        (conditions|condition) is|are|has|have no|not longer|true|met|the|so|fulfilled|satisfied \
        (case|true|met|so|fulfilled|satisfied|valid|hold) {,|.} => , otherwise cash @2
        (the) upper donchian (band|channel|line|bound) (of|over|,) (the) (last|past) # \
        {day|days|d|bar|bars|week|weeks} => its @1 @2 high
        (the) lower donchian (band|channel|line|bound) (of|over|,) (the) (last|past) # \
        {day|days|d|bar|bars|week|weeks} => its @1 @2 low
        (the) # {day|d|bar|week} upper donchian (band|channel|line|bound) => its @1 @2 high
        (the) # {day|d|bar|week} lower donchian (band|channel|line|bound) => its @1 @2 low
        (the|its) lowest (close|price|low) (of|in|over) (the) last|past|previous # {,|.|and} => \
        its @1 bar low @2
        (the|its) highest (close|price|high) (of|in|over) (the) last|past|previous # {,|.|and} \
        => its @1 bar high @2
        {above|below|over|under} (both) (the|its) # and|& # {day|d|week|bar} (simple) (moving) \
        {average|averages|sma|smas|ma|mas|ema|emas|line|lines|dma} => @1 its @2 @4 @5 and @1 its \
        @3 @4 @5
        {above|below|over|under} # {day|d} {:|,|.|and|=} => @1 its @2 @3 average @4
        {volume|mentions} (is|are|runs|reaches|hits|comes|stands) (in) (at) (least) \
        {twice|double|triple} (as) (high|much|large|big|heavy) (as|that|what) (of) (its|the|their) \
        => @1 is at least @2 its
        {volume|mentions} (is|are|runs|reaches|hits|comes|stands) (in) (at) (least) # x|times \
        (as) (high|much|large|big|heavy) (as|that) (of) (its|the|their) => @1 is at least @2 times \
        its
        {volume|mentions} doubles|doubled (its|the|their) => @1 is at least twice its
        supertrend turns|goes|flips|is|turned (to) green|up|bullish|positive|long (,|;|/) (and) \
        sell|exit|out|close|flat (when|if|once|on) (it) (turns|goes|flips|is) (to) \
        red|down|bearish|negative => price crosses above its supertrend , sell when price crosses \
        below its supertrend
        supertrend turns|goes|flips|turned (to) green|up|bullish|positive|long => price crosses \
        above its supertrend
        supertrend turns|goes|flips|turned (to) red|down|bearish|negative|short => price crosses \
        below its supertrend
        {when|if|once} it is|trades|gets|goes|falls|rises|drops|climbs|closes % \
        {above|below|over|under} {,|.} => @1 it is @2 @3 the average @4
        bullish crossover|cross (,|;|and) (and) {sell|exit|leave|out|close|exits} (it) \
        on|at|with|when (a|the) bearish crossover|cross => bullish crossover , sell on the \
        opposite cross
        (,|;|and) (and) (be|go|stay|i'm) out|cash|flat|nothing (in|for|during) (the|all) \
        rest|remainder of the year =>
        {own|hold|holding|owning} {$} unless (the) {vix|rsi|it|price|cape|volatility} \
        is|goes|gets|trades|rises above|over|past # {,|.} => @1 @2 while @3 is at or below @4 @5
        {own|hold|holding|owning} {$} unless (the) {vix|rsi|it|price|cape|volatility} \
        is|goes|gets|trades|falls|drops below|under # {,|.} => @1 @2 while @3 is at or above @4 @5
        {momentum|return} {positive|negative} {:|,} => @1 is @2 @3
        i believe in _ (reversion|following|trading|investing) . =>
        (off|on|by|using|with) {wsb|wallstreetbets|reddit|twitter|stocktwits} mentions (:|,) \
        {buy|long} when|if|once mentions => : @2 when @1 mentions
        after|on|following|when a|an % {up|down} day|session (in|on|for) {$} => when @3 is @2 @1 \
        in 1 day
        reclaims|regains|retakes {it|the|its} => crosses above @1
        and|while (the) price must|should|has|needs (to) be {above|below|over|under} => , but only \
        if price is @1
        after|following|on|upon a|an % # {day|week|month} fall|drop|decline|selloff|loss|dip => \
        when it drops @1 in @2 @3
        after|following|on|upon a|an % # {day|week|month} rise|gain|rally|jump => when it gains @1 \
        in @2 @3
        at (the) {lower|upper} keltner (band|channel|line) => when it touches the @1 keltner band
        crosses|cross|turns|comes up from below|under # => crosses above @1
        crosses|cross|turns|comes down from above|over # => crosses below @1
        {reddit|wsb|wallstreetbets|twitter|stocktwits} (really|just) \
        loves|love|likes|adores|digs|loving it|$ => @1 is positive
        {reddit|wsb|wallstreetbets|twitter|stocktwits} (really|just) \
        hates|hate|dislikes|despises|hating it|$ => @1 is negative
        {sell|exit|short|out} when|if|once they|people|everyone|everybody (all) (start|starts) \
        (to) hate|hates|hating|dislike|despise it|$ => @1 when negative
        {trump|elon|musk} posts|writes|truths|rants on truth social about|on {$|it} => @1 truth \
        social posts about @2
        otherwise|else (i|just|you|we) don't|dont|not|no|none (own|hold|buy|touch|be|bother) \
        (it|in) {,|.} => otherwise cash @1
        take|takes|book|bank|lock|taking|booking (in) (my|the) profit|profits|gains \
        {when|if|once|as|above|over} => sell @1
        (trades|trading) (on|with|at) twice|double (the|its) (average|avg|usual|normal|mean) # \
        {day|d|bar} (average|avg|mean|normal) volume => volume is at least twice its @1 @2 average
        (trades|trading) (on|with|at) # x|times (the|its) (average|avg|usual|normal|mean) # \
        {day|d|bar} (average|avg|mean|normal) volume => volume is at least @1 times its @2 @3 \
        average
        {volume} (is|of|at|hits|reaches|comes) (at|in) (least) twice|double (the|its) # \
        {day|d|bar} average|avg|mean|norm|normal|usual (volume) => @1 is at least twice its @2 @3 \
        average
        {volume} (is|of|at|hits|reaches|comes) (at|in) (least) # x|times (the|its) # {day|d|bar} \
        average|avg|mean|norm|normal|usual (volume) => @1 is at least @2 times its @3 @4 average
        {average} (plus|and|with) (on|after) a|an + % day|gain => @1 and it is up @2 today
        {average} on|with a|an % gain|rise|advance => @1 and it is up @2 today
        {average} on|with a|an % loss|drop|decline => @1 and it is down @2 today
        on|with a|an|any % {up|down} day => when it is @2 @1 today
        on (the|those|any) day|days (when|that|on) (which) it rises|gains|climbs|advances % \
        {with|on|,|and} => when it is up @1 today and
        on (the|those|any) day|days (when|that|on) (which) it falls|drops|loses|declines % \
        {with|on|,|and} => when it is down @1 today and
        {rises|gains|climbs|advances} % on the day (on|with) {volume} => is up @2 today and @3
        {rises|gains|climbs|advances} % on the day => is up @2 today
        {falls|drops|loses|declines} % on the day => is down @2 today
        is {up|down} % on the day => is @1 @2 today
        when|if|once today's|todays gain|rise|return is (at) (least) % => when it is up @1 today
        (,|;) (and) leave|leaving|quit|quitting after # ~ => , sell after @1 @2
        {closes|breaks|goes|moves|pushes} (up) through {its|the} # {period|day|bar|week} (moving) \
        {average|ma|sma|ema} from below|under|beneath => crosses above @2 @3 @4 @5
        {closes|breaks|goes|moves|drops} (down) through {its|the} # {period|day|bar|week} (moving) \
        {average|ma|sma|ema} from above|over => crosses below @2 @3 @4 @5
        according|based to|on (the) mood|tone|feeling|feelings of|on|in (the) \
        {news|reddit|twitter|wsb|wallstreetbets|stocktwits} and \
        {news|reddit|twitter|wsb|wallstreetbets|stocktwits} => on @1 and @2 sentiment
        according|based to|on (the) mood|tone|feeling|feelings of|on|in (the) \
        {news|reddit|twitter|wsb|wallstreetbets|stocktwits} => on @1 sentiment
        (the) euro against|versus|vs (the) (us) dollar => eurusd
        (the) pound against|versus|vs (the) (us) dollar => gbpusd
        (the) (us) dollar against|versus|vs (the) yen => usdjpy
        (,) (but) only (on|by) (those|ones|tweets|posts) (that|which|with) (got|get|had|have) \
        over|above|more (than) # likes => with more than @1 likes
        ^ buy or sell {$} on => trade @1 on
        # / # {day|d|bar|week} (moving) averages|average|mas|smas (:|,) long|buy|in (on|at) \
        (a|the) cross up|upward|upwards (,|;) (and) out|sell|exit|flat (on|at) (a|the) cross \
        down|back|downward => buy when its @1 @3 average crosses above its @2 @3 average , sell \
        when it crosses back
        {buy|short|sell|long|enter} {$} as => @1 @2 when
        tweets|posts go|turn|going|turning sour|bad|south|negative => tweets turn negative
        (,|;) (and) out|sell|exit as|when|once (it|that|sentiment) sours|soured => , sell when it \
        turns negative
        (,) stopping|stopped out (me) at|on (a) minus|- % => , stop loss @1
        ^ go|going by (the) headlines|news (on|about|for) {$} => trade @1 on news headlines
        {:} own|hold|buy (it) from (the) next|following day (on) (,) (for) # ~ => @1 buy the day \
        after , hold for @2 @3
        (at) {under|below} # times|x (its) earnings is (a) buy (,|;|and) (at) {over|above} # \
        times|x (its) (earnings) (is) (a) sell => buy when its p/e is @1 @2 , sell when it is @3 @4
        is a buy as|so long as => : buy when
        as|so long as => while
        yield curve isn't|isnt (inverted) => yield curve is above 0
        yield curve is not|un inverted => yield curve is above 0
        {yield|yields|vix|cape|rsi} top|tops|topped => @1 is above
        ^ # ~ of|in {$} after|following|upon => hold @3 for @1 @2 after
        {$} says|said|announces (that) it buys|will (buy) back (its) (own) stock|shares (:|,) buy \
        => buy @1 when it announces a buyback
        ^ each|every month (,) own|hold|buy (the) {best|strongest} (performer) of => rotate \
        monthly into the @1 of
        sat|sit|sits|sitting|stayed|stay|stays|parked (in) cash otherwise|else => otherwise cash
        (,) else|otherwise (go|be|i'm|im|stay) out|flat|cash {,|.} => , otherwise cash @1
        ^ in {$} {while|when|if|whenever|once} => buy @1 @2
        ^ {$} in {while|when|if|whenever|once} => buy @1 @2
        ^ {$} short (,|:|;|-) entry|enter (when|if|on|:) => short @1 when
        ^ {$} long (,|:|;|-) entry|enter (when|if|on|:) => buy @1 when
        risk on {when|while|if} => buy @1
        {donchian} # {breakout|breakouts} => @2 day high @3
        (a) # day {donchian} {breakout|breakouts} => @1 day high @3
        {up|down} (a) day of (at) (least) % (+|or) (more) => it is @1 @2 today
        gets|get|takes|wins {its|the} # {day|week|month} (average|ma|sma|line) back => crosses \
        above its @2 @3 average
        % against me|us (again) => @1 loss
        % in my|our favor|favour => @1 profit
        {zscore} # {d|day|days} => @2 day z-score
        {,|.|;|and} out % {higher|lower|up|down} => , sell when it is @2 @3
        {sell|cover|exit} {rsi|vix|cci|mfi} # {,|.} => @1 at @2 @3 @4
        {when|if|once} {up|down} over # ~ => @1 it is @2 over @3 @4
        {rsi|vix|cci|mfi|cape} # + {,|.|:|;|buy|short|sell|cover|long|go} => @1 is above @2 @3
        {<sell>|cover} # {day|week|month|d} {low|high} {,|.} => @1 at its @2 @3 @4 @5
        no target|targets|profit (target|targets) {,|.|;} => @1
        {up|down} % (on|for) the {week|month|year|quarter} => @1 @2 over 1 @3
        {is|are|it's|its|if|when} {up|down} (on|for) the {week|month|year|quarter} => \
        @1 @2 over 1 @3
        (an|on|any) analyst|analysts upgrade on|of|for {$} (:|=|,) (buy|long) (,|;|and) downgrade \
        (:|=|,) exit|sell|out => buy @1 when it is upgraded , sell when it is downgraded
        thru => through
        positive (:|=|,) hold|own|in|long (,|;|and) negative (:|=|,) cash|out|flat|sell => is \
        positive : buy , sell when it is negative
        # day|days long|longs in {$} each|every|any time => buy @2 for @1 days when
        {average} plus|and|with a|an (+) % day => @1 and it is up @2 today
        (,|;) {buy|sell|hold} (,) # day hold => , @1 , hold for @2 days
        """)
}
