/// What people add to a strategy that every run has anyway, and what they say of it to others:
/// comparisons with holding, notes to oneself, costs by side, exits and re-entries in few words.
extension Rephrasing {
    /// Every run is compared with holding what it trades.
    static let benchmarks = table(
        """
        ^ compare|comparing (a) (simple) buy|buying and|& hold|holding (of|on|in|for) {$} \
        with|to|and|vs|versus|against|or (a|an|the) => @1 :
        ^ compare|comparing (a) (simple) buy|buying and|& hold|holding \
        with|to|and|vs|versus|against|or (a|an|the) =>
        (,|;) (and|but) (to) (actually|really) beat|beats|beating|outperform|outperforms \
        (just|simply|only|a) (simple) buy|buying and|& hold|holding (it) {on|for|in|.|,|;|over} \
        => @1
        (,|;) vs|versus|against|compared|relative (to|with) (just|simply|only|a) (simple) \
        buy|buying and|& hold|holding (it) {on|for|in|.|,|;|over} => @1
        (,|;) (and|but) (to) (actually|really) beat|beats|beating|outperform|outperforms \
        (just|simply|only) holding|owning (it) (all|the) (the) (time|way) {.|,|;} => @1
        (,|;) vs|versus|against|compared (to|with) (just|simply|only) holding|owning (it) {.|,|;} \
        => @1
        (,|;) (and|but) (to) (actually|really) beat|beats|beating|outperform|outperforms \
        (just|simply) {hold|buy|holding|buying} {.|,|;} => @2
        """)

    /// Notes that say nothing of the strategy, and what every order pays.
    static let notes = table(
        """
        (hi|hey|hello) (,) (i'm|im) (i) (am) (totally|very|quite) new here (,|.) =>
        (hi|hey|hello) (,) (i'm|im) (i) (am) (totally|very|quite) new to this|trading|investing \
        (,|.) =>
        {%|#} per|each|every|a|on side|leg|way {.|,|;|and} => @1 @2
        {%|#} bps|bp (fee|fees|commission|cost|costs) per|each|every|a side|leg|way => @1 bps fees
        (,|;|.) init|initial|starting|start cash|capital (of|=|:) # => , starting with @1
        (,|;|.) (and) is|was|would|will it|that|this (be) better|worse|smarter|safer than \
        (just|simply|only) holding|owning|buying (and) (&) (holding) (it) . =>
        {long|buy} and|or|/|& {short} {$|it} {with|on|by|using} {rsi} # / # (,) \
        (and) always reversed|reversing|reverse|in (the) (market) => @1 and @2 @3 @4 @5 @6 / @7
        """)

    /// Exits, re-entries and filters in few words.
    static let turns = table(
        """
        (,|;|.) (and) (then) rebuy|rebuying|reenter|reentering|rebought (it) \
        {when|if|once|whenever|after|as|at|on} => , buy @1
        (,|;|.) (and) (then) re - buy|enter|entering (it) \
        {when|if|once|whenever|after|as|at|on} => , buy @1
        (,|;|.) (and) (then) get|go|jump|come|move|step|buy back in|into (it) \
        {when|if|once|whenever|after|as} => , buy @1
        (i) put|invest|allocate|use|bet|commit|stake % (of) (my|the) \
        equity|capital|cash|money|account|portfolio|balance in|into|on|to {$} \
        {when|if|once|whenever|each|every|after|while} => buy @2 with @1 of equity @3
        get|go|jump|step out of {$} {when|if|once|whenever|after|as} => sell @1 @2
        sell all (of) my|the {$} => sell @1
        (,|;|.) (and) (but) ignore|skip|skipping|ignoring (all|any) (the|of) (the) \
        entry|buy|new|these|those|its signals|signal|entries|trades|setups|setup|buys \
        {when|while|if|whenever} => , unless
        (,|;|.) (and) (but) ignore|skip|skipping|ignoring (all|any) (the|of) (the) \
        signals|signal|entries|trades|setups|setup|buys {when|while|if|whenever} => , unless
        (,|;|.) (and) (but) no (new) entries|trades|buys|signals \
        {when|while|if|whenever} => , unless
        (,|;|.) (and) (but) (do) don't|not (buy|enter|trade) {when|while|if|whenever} => , unless
        {sell|exit|out|close} (at|with|on|it) (a) + % => @1 at a @2 profit
        take profit|profits (at|on|of) + % => take profit at @1
        {cover|covers} (on|after|at|for) (a) % drop|fall|decline|gain|profit => @1 at a @2 profit
        or (until) hold|held|holding (for|>|over|more) (than) # ~ => or after @1 @2
        or (after) # ~ {in|of} (the|a|this) trade|position => or after @1 @2
        (,|;) stop and reverse (system|strategy) (on|at|with) (a|the) # ~ \
        breakout|breakouts|channel|channels => : buy when it breaks its @1 @2 high , short when it \
        breaks its @1 @2 low
        ^ {$} (:) (with) (a) # (day|d) {dma|sma|ema|ma} timing|filter|rule (strategy) => buy @1 \
        when it is above its @2 day @3
        its|his|her own {#|average|rsi|high|low} => its @1
        {while|when|if|and} still {above|below|over|under} => @1 it is @2
        ^ buy|buying (the) dip|dips (:|-|,) {$} {drops|falls|dips|loses|is|down|closes|drop} => \
        buy @1 when it @2
        (only) (but) (only) during|in (a) bull|bear|up|down|rising market|markets|trend|trends ( \
        {$|it} {above|below|over|under} {#|its|the} => only when ( @1 is @2 @3
        {drops|falls|loses|gains|rises|jumps} % over|within|in 24 hours => @1 @2 in 1 day
        {drops|falls|loses|gains|rises|jumps} (by) (more) (than) % over|within|in 48 hours => @1 \
        @2 in 2 days
        """)
}
