/// How traders put entries and exits in few words.
extension Rephrasing {
    static let trades = table(
        """
        on|each|every (the|any|those) day|days (when|that|where|on) (which) (it|price) (has) \
        <fall> (by) (more|at|over) (than|least) % {,|.|;|:|and|buy|sell|short|cover} => when it \
        drops @1 in 1 day @2
        on|each|every (the|any|those) day|days (when|that|where|on) (which) (it|price) (has) \
        <rise>|gains|gained (by) (more|at|over) (than|least) % \
        {,|.|;|:|and|buy|sell|short|cover} => when its 1 day return is \
        above @1 @2
        on|each|every (the|any|those) day|days (when|that|where|on) (which) {$} (has) \
        <fall> (by) (more|at|over) (than|least) % (or) (more) {,|.|;|:|and|buy|sell|short|cover} \
        => when @1 drops @2 in 1 day @3
        on|each|every (the|any|those) day|days (when|that|where|on) (which) {$} (has) \
        <rise>|gains|gained (by) (more|at|over) (than|least) % (or) (more) \
        {,|.|;|:|and|buy|sell|short|cover} => when the 1 day return of @1 is above @2 @3
        each|every day {it|$} closes|finishes|ends {up|down} (by) (more|at|over) (than|least) % \
        => when @1 is @2 @3 today
        closes|finishes|ends (the) (day|session) down (by) (more|at|over) (than|least) % \
        {,|.|;|:|and|buy|sell|short|cover} => drops @1 in 1 day @2
        it closes|finishes|ends (the) (day|session) up (by) (more|at|over) (than|least) % \
        {,|.|;|:|and|buy|sell|short|cover} => its 1 day return is above @1 @2
        (on) the day after it <fall> (by) (more|at|over) (than|least) % \
        {,|.|;|:|and|buy|sell|short|cover} => when it drops @1 in 1 day @2
        (,|;|and) flip|switch|reverse|turn (it) (to|into) short {if|when|once} => , short @1
        it's|its past|beyond # => it is above @1
        is past|beyond # => is above @1
        {,|;|and} (be) out in|within {#|a} ~ {,|.|;} => @1 sell after @2 @3 @4
        {<buy>|long|short} {$|it} (at) # standard|std|sigma|sigmas deviations|deviation|devs|dev \
        {above|below|under|over} => @1 @2 when it is @3 standard deviations @4
        {<buy>|long|short} {$|it} (at) # sigma|sigmas|std|stds|stdevs {above|below|under|over} \
        => @1 @2 when it is @3 standard deviations @4
        {long|own|hold|holding|owning} {$} unless (the) {vix|rsi} closes|gets|spikes|pops \
        above|over # {,|.|;} => @1 @2 while @3 is at or below @4 @5
        macd 0 (line) cross|crossover|crossovers (strategy) on|for|in {$} => buy @1 when macd \
        crosses above 0 , sell when macd crosses below 0
        (after|on|following|when) a # day|session losing streak => after @1 down days in a row
        (after|on|following|when) a # day|session winning streak => after @1 up days in a row
        {buy|long|short|sell|exit|cover} (the) breakouts|breaks above|over {its|the|a} => @1 when \
        it is above @2
        {buy|long|short|sell|exit|cover} (the) breakdowns|breaks below|under {its|the|a} => @1 \
        when it is below @2
        {above|below|over|under} both the|its # and|& the|its # {day|d|week|bar} \
        (simple|moving|exponential) {average|averages|sma|smas|ma|mas|ema|emas} => @1 its @2 @4 @5 \
        and @1 its @3 @4 @5
        get|go|jump|come|move back in|into {$} {when|if|once|whenever|after|as|on|above|below} => \
        buy @1 @2
        rebalance|rebalanced|rebalancing every|each (in) <month> => rebalance yearly
        {after|on|upon} (a|an|any|each|every) (big) beat {,|.|;|:|and} => @1 earnings beat @2
        {after|on|upon} (a|an|any|each|every) (big) miss {,|.|;|:|and} => @1 earnings miss @2
        {tweets|posts|headlines} get|gets {negative|positive|bearish|bullish} => @1 turn @2
        (on) {<weekday>} only {,|.|;} => on @1 @2
        cross|crosses {the|its} # {day|week|bar} (moving) (average|ma|sma|line) upward|upwards => \
        crosses above @1 @2 @3
        cross|crosses {the|its} # {day|week|bar} (moving) (average|ma|sma|line) \
        downward|downwards => crosses below @1 @2 @3
        (the) opposite (cross|signal) sells|exits {,|.|;} => sell on the opposite cross @1
        (it) (is) yields|yielding at {least|most} % => dividend yield is at @1 @2
        its yield {is|drops|falls|rises|climbs|goes|gets} => its dividend yield @1
        z score|scores of|over # day|days => @1 day z-score
        on breakouts|breaks above|over {its|the|a} => when it is above @1
        on breakdowns|breaks below|under {its|the|a} => when it is below @1
        they get|gets {negative|positive|bearish|bullish} => they turn @1
        ^ sit|stand (it) out {when|if|while|whenever} => go to cash @1
        ^ buy {$} at # or lower|below|less|under {,|.|;} => buy @1 when price is at or below @2 @3
        ^ short {$} at # or higher|above|more|over {,|.|;} => short @1 when price is at or above \
        @2 @3
        loses|undercuts|violates it {,|.|;|:|=} => crosses below it @1
        # ~ max|maximum|tops {,|.|;|or|and|with} => @1 @2 @3
        # ~ at (the) latest|longest|most {,|.|;|or|and|with} => @1 @2 @3
        # ~ later no matter what|how => @1 @2 later
        {,|;|:|.} (either) make|win|earn % or lose % => @1 take profit at @2 , stop loss @3
        ^ {$} (,|:|;|-) short entry|setup|signal (,|:|when|if|on) => short @1 when
        ^ {$} (,|:|;|-) long entry|setup|signal (,|:|when|if|on) => buy @1 when
        ^ short {$} (,|:|;|-) entry|enter (,|:|when|if|on) => short @1 when
        ^ (a) short setup|idea|trade|position on|for|in {$} (,|:|-) (enter|entry) (:|when|if|on) \
        => short @1 when
        ^ (a) long setup|idea|trade|position on|for|in {$} (,|:|-) (enter|entry) (:|when|if|on) \
        => buy @1 when
        with (the|a) fear and|& greed (index) (at|being|is|of) # or \
        {below|lower|under|less|above|higher|more|over} => when fear and greed index is @1 or @2
        from (the) {<weekday>} close to|until|till|through (the) {<weekday>} close => at @1 close \
        , sell at @2 close
        """)
}
