/// Entries, exits and limits said as nouns, and averages as names.
extension Rephrasing {
    static let nouns = table(
        """
        {,|;} max|maximum # ~ {,|;|.} => , hold at most @2 @3 @4
        or (after) # ~ in (the|a) trade|position => , hold at most @1 @2
        {>|<|above|below|over|under} # or # ~ {,|;|.} => @1 @2 or after @3 @4 @5
        {drop|gain|rise|profit|loss|rally} or # ~ {,|;|.} => @1 or after @2 @3 @4
        {hold|holding} a|one {day|week|month|quarter|year} {,|;|.} => @1 for 1 @2 @3
        buy n hold => buy and hold
        (it) <fall>|down|corrects (by) (at) (least) (more) (than) % from|below|off|under \
        (its|the|a) recent|latest|previous {high|peak|top} => it is @1 below its 252 day high
        {$} (is) down % from|off|below (its|the|an) all time high|peak|top => @1 is @2 below its \
        all time high
        {$|it} (is) down % from|off|below (its|the) ath => @1 is @2 below its all time high
        new ath|aths => new all time high
        {$} {sma|ema} # cross|crossover (strategy) => buy @1 when it crosses above its @3 day @2
        {sma|ema} # / # (cross|crossover) (strategy) => @2 / @3 @1 crossover
        # / # cross|crossover (strategy) {,|;|.|on|for} => @1 / @2 sma crossover @3
        {$} (:|,) # ~ high entry => buy @1 at a @2 @3 high
        {$} (:|,) # ~ low entry => buy @1 at a @2 @3 low
        {$} (:|,) entry (on|at|=|:) (a) # ~ breakout => buy @1 on a @2 @3 breakout
        entry (on|at|=|:) (a) # ~ {high|low|breakout} => buy at a @1 @2 @3
        exit (on|at|=|:) (a) # ~ {high|low} => sell at a @1 @2 @3
        10 y - 2 y (yield) curve|spread|slope => yield curve
        {may} (and) go away on|with {$} , (and) (then) buy|get|come|jump back (in) \
        (in|on) november => @1 and go away on @2
        z score of (the|its) close|price|closes vs|versus|from|to|against (its|the) # day|d \
        mean|average|ma|sma => @1 day z-score
        enter|entry|enters at # std|sd|sds|stds|sigma|sigmas (z) (score) => @1 sd entry
        momentum rotation (strategy) (between|of|among|on|in) => rotate between
        {,|:} top 1|one (by) (the) # ~ {return|momentum} => @1 by the @2 @3 return
        rsi # on {$} < # (entry) , > # (exit) => buy @2 when its @1 day rsi is below @3 , sell \
        when its @1 day rsi is above @4
        at each|every (a|an) (new) # ~ {high|low} => at a @1 @2 @3
        , # day|d lookback (window|period) {,|;|.} => with @1 day window @2
        # wk {high|highs|low|lows} => @1 week @2
        """)
}
