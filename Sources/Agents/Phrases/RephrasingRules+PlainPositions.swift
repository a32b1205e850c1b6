/// What becomes of positions, in any voice and tense, put into plain words.
extension Rephrasing {
    /// What becomes of the position itself.
    static let outcomes = table(
        """
        (and) protect|guard|cover|secure|hedge (it|that|them|this) with|by|using => with
        (,) (and) when it is {below|under|above|over} (it|that|this) (i|i'd|i'll|we) (rather) \
        (be|go|move|hold|stay|sit) (in|to|into) cash => , sell @1
        trail|trailing|trails a % stop (behind|below) (it|price) => trailing stop of @1
        trail|trailing|trails a stop (at|of|by) % (behind|below) (it|price) => trailing stop of @1
        (<when>) it (has|'s) made|makes|earned|earns me % or|and (<when>) (it) (has) \
        cost|costs|lost|loses \
        (me) % => at @1 profit or @2 loss
        (a) stop trailing|trails (it|the) (price) (by|at|of|with) % => trailing stop of @1
        % stop trailing (behind|below|under) (the|it|its) (price|peak|high|top) => @1 trailing stop
        (<when>) (<me>) (<have>) (either) % up|ahead|higher or|and (else) (at) % \
        down|behind|lower => @1 profit or @2 loss
        (<when>) (<me>) (<have>) (either) % down|behind|lower or|and (else) (at) % \
        up|ahead|higher => @1 loss or @2 profit
        (<when>) <me> (<have>) (either) up|made|gained|ahead|earned|winning (by) % or|and \
        (<when>) (<me>) (<have>) down|lost|losing|behind (by) % => at @1 profit or @2 loss
        (<when>) <me> (<have>) (either) down|lost|losing|behind (by) % or|and \
        (<when>) (<me>) (<have>) up|made|gained|ahead|earned|winning (by) % => at @1 loss or @2 \
        profit
        (<when>) <me> (<have>) (either) up|made|gained|ahead|earned|winning (by) % => at @1 profit
        (<when>) <me> (<have>) (either) down|lost|lose|losing|behind (by) % => at @1 loss
        (<when>) (it|price) <fall>|<lose>|is (by) % below|under|beneath (my|the|our) \
        entry|buy|purchase|cost|buying (price|point) => when it drops @1 from entry
        (<when>) (it|price) <rise>|is (by) % above|over (my|the|our) \
        entry|buy|purchase|cost|buying (price|point) => when it gains @1 from entry
        (<when>) <me> (<have>) % up|ahead|better => at @1 profit
        (<when>) <me> (<have>) % down|behind|worse => at @1 loss
        (<when>) <me> (<have>) (either) % profit or % loss => at @1 profit or @2 loss
        (get|getting|be|being|am|are|got) stopped (out) (at|on|after|by) (a|an) % \
        (down|loss|drop|lower) => stop loss of @1
        (take|taking|takes|book|booking|bank|banking|lock|locking) (in) (my|the|a) profit|profits|\
        gains (at|of|when|once|after) % (up|gain|higher|profit) => take profit at @1
        profit|return|gain goal|objective|target (of|at|:|=|is) % => take profit at @1
        (but|and) also (sell|out|exit) (at|if|when) => or
        so|and (that|i|it) (don't|won't|do|not) (get|end|be) wrecked|burned|burnt|killed|hurt =>
        bank|take|book|accept|cut|pocket a|an|the|my % {gain|profit|loss} (or) => , @1 @2 ,
        """)

    /// Who is bought and sold, and what has happened, in any voice and tense.
    static let passives = table(
        """
        like|want|have a {short|long} position|exposure in|on => @1
        buy $ (back) in # and (just|then|simply) left|held|kept|leave|hold|keep (it|on|onto) \
        (there|alone|to) \
        (it) => buy and hold @1 since @2
        put money in $ => buy @1
        want|wants|like|love $ bought => buy @1
        (gets|get|is|are|be|being|getting|been|was|were) bought|purchased|acquired => buy
        (gets|get|is|are|be|being|getting|been|was|were) sold|liquidated|dumped => sell
        be|am|been|being {buying|purchasing|selling|shorting|holding|covering|trading} => @1
        having|after|once (i|i've|i'd|we) (have|had) \
        gotten|got|bought|buying|getting|purchased|gone|going|entered|entering|acquired \
        (in|into|it|them|long) (it|them) => buy
        (what|that|which) i bought (,) which (i'd|i|i've) (have|had) bought => buy
        {sell|sold|selling} what i|i've|i'd (have|had) bought => @1
        , which i|i'd|i've|i'll|we (would) (have|had) bought|buy|purchased => , buy
        <buy> (some|any|more) shares|stock (in|of) $ => buy @1
        open|initiate|establish|take|hold (a|an|the) long (position|exposure) (in|on) => buy
        open|initiate|establish|take|hold (a|an|the) short (position|exposure) (in|on) => short
        contrarian|opposite|inverse position|stance|trade|bet in|on $ against|to|versus|of => do \
        the opposite of
        get|go|come|jump|step|be|pile|buy in (myself|there) (low|cheap) => buy
        tag|follow|go|ride along (with) => copy
        go|goes|went|gone and {buys|sells|buy|sell|bought|sold} => @1
        $ (exchange) (traded) fund|etf|coin|token|company => @1
        (the) (long) (term) (us) \
        treasury|bond|tech|technology|energy|financial|semiconductor|small|corporate \
        (bond|bonds|estate|sector|cap) (index) fund|etf|index $ => @1
        pick|picks|picking|picked|scoop|snap|grab|snag|get up|some|me (some) => buy
        get {some} (of) => buy
        {it|they|price|stock|shares|$} is|has|have|are (just|already|now|recently|also) \
        gone|been|closed {down|up|higher|lower} (for) # {days|day|sessions|bars} => @1 closes @2 \
        @3 @4
        {it|they|price|stock|shares|$} has|have (just|already|now|recently|also) \
        lost|dropped|fallen|shed|declined (by) % => @1 drops @2
        {it|they|price|stock|shares|$} has|have (just|already|now|recently|also) \
        gained|risen|climbed|added|rallied (by) % => @1 gains @2
        <lose> % => drops @1
        go|goes (and) short on => short
        sell $ short => short @1
        sell it|them short => short it
        buy (it|them|the|my) (shares|stock|position|short) back => cover
        (<have>) <fall> (back) (to|by) % {below|under|beneath|off} => is @1 @2
        (<have>) <rise> (back) (to|by) % {above|over} => is @1 @2
        check|watch|monitor|track the {rsi|macd|price|cci|stochastic} (of|on|for) => use the @1 on
        takes|took|taken a hit|beating|tumble|dive|fall|drop|knock of % => drops @1
        <have> pushed|climbed|risen|moved|gone|made (up) (it) to a (new) high => makes a new high
        <have> gotten|become|turned|gone|grown {<strong>|<bull>} => is @1
        $ that {buys|sells|shorts} {when|if|once} => @1 @2 @3
        {sell|exit|out|buy|short|cover} with it|this|that (at|being|is) {over|under|above|below} \
        => @1 when it \
        is @2
        {exit|enter|in|out|long} (at) % {below|under|above|over|off} (the|its) => @1 when it is \
        @2 @3 its
        gone long => buy
        {tweets|posts|headlines|news} calls|picks|tips => @1
        {cramer} calls|picks|tips|stock|recommendations (picks|tips) => @1
        take|taking positions|trades|stakes in|on $ (guided|driven|based) (by|on) => trade @1 on
        (trade|play) $ guided|driven|led|steered by => trade @1 on
        bet|betting|wager|wagering against $ => short @1
        mimic|mimics|mimicking|emulate|emulating|ape|parrot|echo|duplicate|duplicating => copy
        whenever|when|if {buffett|pelosi|burry|ackman|insiders|congress|politicians|senators} \
        does|do => when \
        @1 buys
        own|hold|buy $ from {<month>} (on|onward|onwards) , <sell> => buy @1 in @2 , sell
        put|stake|bet|use|invest|risk|commit|wager half (of) (my|the) \
        money|cash|capital|equity|funds|account|stake|bankroll (on|in|into|behind) $ {<when>} => \
        use half my \
        money , buy @1 @2
        own|hold|buy whichever with (the) best|highest|strongest => whichever had the best
        """)

    /// How long something is held.
    static let lengths = table(
        """
        (close|cover|exit) (out) (of) the short after {#|a} => cover after @1
        hold|holding period|time|horizon|window (of|is|:|=|,) # ~ => hold for @1 @2
        hold|holding period|time|horizon|window (of|is|:|=|,) a ~ => hold for 1 @1
        hang|hold|sit|stick|hanging|holding|sitting|sticking on|onto|with|tight (on|to|onto) \
        (it|them) for (about|a) # ~ => hold for @1 @2
        hang|hold|sit|stick|hanging|holding|sitting|sticking on|onto|with|tight (on|to|onto) \
        (it|them) for a ~ => hold for 1 @1
        not|never|don't let (it|them) (go) (of) (it|them) (go) for|until (a|an) ~ => hold for 1 @1
        not|never|don't let (it|them) (go) (of) (it|them) (go) for|until # ~ => hold for @1 @2
        # ~ on|later|afterwards|hence|thereafter (,) (i|i'd|i'll|we) (would|will|then) \
        <sell> (it|them) => sell after @1 @2
        (and|then) (then) # ~ on|later|afterwards|hence|thereafter (,) (i|i'd|i'll|we) \
        (would|will|then) {cover|sell|exit} (it|them) => @3 after @1 @2
        (when|once|after) # ~ have|has gone|passed|elapsed (by) (,) (i|i'd|i'll|we) \
        {cover|sell|exit|close} => @3 after @1 @2
        {sell|cover|exit} (it) # ~ on|hence|thereafter => @1 after @2 @3
        sit|stay|hang|hold|remain on|in|onto $ for # ~ , => trade @1 , hold for @2 @3 ,
        after a # {day|week|month|bar|session|year} hold|holding (period) => after @1 @2
        close|closing (it) out # ~ later|on|after|afterwards => sell after @1 @2
        """)
}
