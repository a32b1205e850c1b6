/// What is said, done and published, in everyday words.
extension Rephrasing {
    static let texts = table(
        """
        (,) (but) (and) (only|just) (those|tweets|posts|ones|the) (that|which) \
        (with|have|having|get|got|has) over|above|more|>|exceeding|beyond|upwards (than|of) # \
        {likes|retweets|upvotes|replies|comments|views|followers} (only|alone) => with more than \
        @1 @2
        (,) (but) (and) (only|just) (those|tweets|posts|ones|the) (that|which) \
        (with|have|having|get|got|has) at least # {likes|retweets|upvotes|replies|comments|views|\
        followers} (only|alone) => with at least @1 @2
        whenever|when|if there is|'s a|any|another tweet|post of|by|from \
        {elon|musk|saylor|trump|cramer} (musk) (on|about|of|concerning) => when @1 tweets about
        (i|we) want (that) $ (is|gets|be) bought => buy @1
        (i|we) want (that) $ (is|gets|be) sold => sell @1
        very|super|extremely|really|hugely {bullish|bearish|positive|negative} \
        {stocktwits|wsb|reddit|twitter|news|wallstreetbets} => @2 is very @1
        news|headline (headline|headlines) sentiment => news sentiment
        (the) headlines (in|from) (the) news => news
        (a|an|any) {positive|bullish|nice|good|upbeat|negative|bearish|bad} \
        tweet|tweets|post|posts by|from|of {tim|elon|donald|jim|cathie|michael|roaring|bill|mark|\
        satya|jeff|sam} {cook|musk|trump|cramer|wood|saylor|kitty|ackman|zuckerberg|nadella|\
        bezos|altman|burry} => @2 @3 tweets something @1
        (a|an|any) {positive|bullish|nice|good|upbeat|negative|bearish|bad} \
        tweet|tweets|post|posts by|from|of {elon|musk|trump|cramer|cathie|saylor|bezos|\
        zuckerberg|burry|ackman} => @2 tweets something @1
        tweet|tweets|post by|from|of {tim|elon|donald|jim|cathie|michael|roaring|bill|mark|satya|\
        jeff|sam} {cook|musk|trump|cramer|wood|saylor|kitty|ackman|zuckerberg|nadella|bezos|\
        altman|burry} (that) (is|are) {positive|bullish|nice|good|upbeat|negative|bearish|bad} \
        => @1 @2 tweets something @3
        tweet|tweets|post by|from|of {elon|musk|trump|cramer|cathie|saylor|bezos|burry} (that) \
        (is|are) {positive|bullish|nice|good|upbeat|negative|bearish|bad} => @1 tweets something @2
        {improving|rising|climbing|falling|worsening|deteriorating|positive|negative|bullish|\
        bearish} {news|wsb|wallstreetbets|reddit|twitter|stocktwits} \
        sentiment|mood|headlines|chatter|tone => @2 sentiment is @1
        {improving|rising|falling|worsening|positive|negative|bullish|bearish} \
        sentiment|mood|tone in|on|from|at|across (the) \
        {news|wsb|wallstreetbets|reddit|twitter|stocktwits} => @2 sentiment is @1
        tweets|posts|headlines|news turning {negative|positive|bullish|bearish} => tweets turn @1
        turning {negative|positive|bullish|bearish} => turns @1
        gets|goes|is|turns|becomes {negative|positive|bullish|bearish} on|in twitter|x|tweets => \
        tweets turn @1
        spike|surge|jump|burst|explosion in|of {wsb|wallstreetbets|reddit|twitter|stocktwits} \
        mentions|chatter|posts of|about|on|for $ => @1 mentions of @2 spike
        (with) more|over|above|greater (than) % short interest => short interest is above @1
        it|$ yields|pays (a) (dividend) (of) {more|above|over|less|below|under} => dividend \
        yield is @1
        purchases|buys|buying|purchase by a|any|some {senator|politician} => a @1 buys
        purchases|buys|buying|purchase by {insiders|politicians|senators|congress} => @1 buy
        (a|an|any|some|several) analyst|analysts|broker|brokers|bank|banks \
        upgrade|upgrades|upgraded (the) (stock) (of) $ => an analyst upgrade for @1
        (a|an|any|some|several) analyst|analysts|broker|brokers|bank|banks \
        downgrade|downgrades|downgraded (the) (stock) (of) $ => an analyst downgrade for @1
        $ (is|gets|was|being) upgraded|upgrade by (an|a|some|any) \
        analyst|analysts|broker|brokers => an analyst upgrade for @1
        $ (is|gets|was|being) downgraded by (an|a|some|any) analyst|analysts|broker|brokers => \
        an analyst downgrade for @1
        {hold|own|keep|be} (in) $ (only|just) (from|between|during) \
        {january|february|march|april|may|june|july|august|september|october|november|december|\
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec} to|through|until|till|and|thru \
        {january|february|march|april|may|june|july|august|september|october|november|december|\
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec} (only|inclusive) => buy @2 only from \
        @3 to @4
        {january|february|march|april|may|june|july|august|september|october|november|december|\
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec} \
        {january|february|march|april|may|june|july|august|september|october|november|december|\
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec} => @1 to @2
        {january|february|march|april|may|june|july|august|september|october|november|december|\
        jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec} only => @1
        {buy|long} $ (on|at) the next|following (trading) day|session|morning => @1 @2
        (buy|bought) $ in # (,) and (i|have|just|simply|then|never) (just|simply) \
        {kept|held|hold|keep|forever} (it) => buy and hold @1 since @2
        the 1 of|out|among|from => whichever of
        to trade $ with more than # {likes|retweets|upvotes|comments} => with more than @2 @3 to \
        trade @1
        (a|an|any|the) {senator|politician} purchase|buy|purchases|buying => a @1 buys
        elon|musk (musk) mentions|names $ in|on (a|his|one) tweet|tweets|twitter (of) (his) => \
        elon tweets about @1
        on|when|if {negative|positive|bad|good|bullish|bearish} {news|headlines} (sentiment) => \
        when news sentiment is @1
        google google => google
        $ / $ (sector) rotation|rotating => rotate between @1 and @2
        $ and|or $ (sector) rotation => rotate between @1 and @2
        ranked|judged|measured|sorted|chosen|picked (on|by|using) => by
        play|trade (the|a) {santa|january|halloween|turn} => @1
        tweeting|tweeted => tweets
        (on) x dot com => twitter
        tweets out => tweets
        puts|put|sends|send|fires|posts out|up (a|an|some) \
        {positive|bullish|nice|good|negative|bearish|bad} tweet|tweets|post => tweets something @1
        has {positive|bullish|nice|good|negative|bearish|bad} things to say|tweet => tweets \
        something @1
        {positive|bullish|nice|good|upbeat|negative|bearish|bad|favorable|favourable} \
        tweets|tweet|posts by|from|of elon|musk (musk) => elon tweets something @1
        says|tweets|posts|writes {good|nice|positive|bullish|negative|bad|bearish} things|stuff \
        => tweets something @1
        says|tweets|posts|writes favourably|favorably|positively|kindly|nicely|warmly|bullishly \
        => tweets \
        something positive
        says|tweets|posts|writes negatively|unfavourably|bearishly|badly => tweets something \
        negative
        favourable => favorable
        mentions|names it|the (stock|company) in|on (a|his) tweet|tweets|twitter => tweets about it
        the mood|sentiment|vibe|vibes|tone|feeling|opinion|talk|chatter in|on|at|over|of|from => \
        sentiment of
        mood|sentiment|vibe|vibes|tone|feeling|opinion (score|reading|level) \
        in|on|at|over|from|across => sentiment of
        {wsb|wallstreetbets|reddit|twitter|stocktwits|news} (sentiment|mood|users|folks) \
        gets|turns|becomes|is|are|goes (much) better|rosier|sunnier|friendlier|warmer \
        (quickly|fast|rapidly|sharply) => @1 sentiment improves fast
        {improving|improves|rising|rises|climbing|climbs|increases|increasing} (very) \
        quickly|rapidly|sharply|quick|briskly|swiftly|steeply|strongly|at|with (a) \
        (fast|rapid|speed) (pace|clip|rate) => @1 fast
        (is|are|gets|getting) quickly|rapidly|sharply|swiftly \
        improving|rising|climbing|better|up => improves fast
        quickly|rapidly|sharply|swiftly improves|rises|climbs => improves fast
        (a) fast|quick|rapid|sharp|swift improvement|rise|increase|jump in|of \
        {wsb|wallstreetbets|reddit|twitter|news} sentiment|mood => @1 sentiment improves fast
        is|are|gets|getting better|brighter|rosier|sunnier => is improving
        getting better => improving
        is|are on the up|rise => is rising
        picks up => is rising
        heats|heating up => spikes
        (are|is|of) talking|chatting|raving|buzzing (up) (a) (lot|about) => sentiment of
        {positive|bullish|negative|bearish} mood|sentiment|vibes|vibe|tone prevails|reigns => \
        sentiment is @1
        {sentiment|mood|news|coverage} sours|darkens => @1 turns negative
        {sentiment|mood} brightens|lifts => @1 turns positive
        gets|goes|gone|turns|becomes|is|are sour|dark|ugly|grumpy|nasty|hostile|critical => \
        turns negative
        gets|goes|turns|becomes|is|are sunny|rosy|friendly|enthusiastic|cheerful|supportive => \
        turns positive
        (how|what) {wsb|wallstreetbets|reddit|twitter|stocktwits} feels|thinks (about) (it) => \
        @1 sentiment
        (the) bulls|bullishness on => bullish sentiment on
        (a|any|there) (is|are) (a|sudden) spike|surge|jump|burst|explosion|flood|flurry in|of \
        (the) mentions|chatter|posts|talk on|in|over|at \
        {wsb|wallstreetbets|reddit|twitter|stocktwits} => mentions on @1 spike
        (a|any|there) (is|are) (a|sudden) spike|surge|jump|burst|explosion|flood|flurry in|of \
        {wsb|wallstreetbets|reddit|twitter|stocktwits} mentions|chatter|posts|talk => @1 \
        mentions spike
        mentions|chatter|posts on|in|at|over {wsb|wallstreetbets|reddit|twitter|stocktwits} \
        blow|blows|shoot|shoots|go|goes|take|takes|leap|rocket up|off|through|higher => mentions \
        on @1 spike
        gets|is|starts (getting) (suddenly) mentioned (unusually) (a) \
        (lot|often|more|much|frequently) (more) (than) (usual) (on|in) \
        {wsb|wallstreetbets|reddit|twitter} => mentions on @1 spike
        sentiment (based) play|strategy|system|trading|trade|trader ( _ + _ ) => on @1 and @2 \
        sentiment
        sentiment (based) play|strategy|system|trading|trade on|from|using \
        {reddit|wsb|twitter|news|stocktwits|wallstreetbets} => on @1 sentiment
        $ , trades|trading|trade (is|are) driven|based|decided|guided|led|steered|dictated \
        by|on|from => trade @1 based on
        $ trades|trading|trade (is|are) driven|based|decided|guided|led|steered|dictated \
        by|on|from => trade @1 based on
        driven|guided|led|steered|dictated|governed|informed|powered|determined by => based on
        let $ (be) (trade|trades|run) (driven|decided|guided|steered) (by) => trade @1 based on
        off|out (of) (the) back of => based on
        in line with|accordance (with) => based on
        go|going by|with (the) {sentiment|mood} => based on @1
        depending|dependent (on|upon) (the) => based on
        take|read|consult|follow|watch|track (the) {sentiment|mood|google|news|tweets} => use @1
        as|for (a|the|my) signal|signals|guide|trigger|cue|indicator (for|on|in|to) \
        (trading|trade|buying) $ => to trade @1
        how much|often|many (people|folks|users|times) google|search|googles|searches (for) => \
        google searches for
        people googling|searching (for) => google searches for
        googling|googled => google searches for
        google search|searches|trends|trend (volume) (interest|popularity|score|index|traffic) \
        (for|in|of|on) => google searches for
        (google) search interest|volume|popularity (on|at) (google) (for|in|of) => google \
        searches for
        searches on google for => google searches for
        interest|searches for _ on google => google searches for @1
        """)

    static let others = table(
        """
        $ {insiders|executives|management|directors|insider} => @2 at @1
        (a|an|any|the|each|every) insider|insiders purchase|purchases|buy|buys|buying (of) \
        (its|the|company|own|their) (own) stock|shares => insiders buy
        (a|an|any|each|every) insider purchase|buy|buying => insiders buy
        insider purchases|buys => insider buying
        (a|an|any) purchase|purchases by (an|the|company) insider|insiders => insiders buy
        insiders (have|are|do|start|report|disclose) bought|buying|purchasing|loading|purchased|\
        purchases => insiders buy
        insiders of|from $ purchase|purchases|bought => insiders of @1 buy
        insiders purchase|bought => insiders buy
        people|folks|those inside|within (the) company (are) buying|buy|bought => insiders buy
        {buy|long} (on|at) (the) next (trading) day|session|morning (after) => @1
        {buy} (it) (on) 1 day later|after|afterwards => @1 it
        1 {day|session} after|following|past => the day after
        (on) the (very|next) (trading) day (that) following|follows => the day after
        the next day after => the day after
        congresspeople|lawmakers|congressmen|congresswomen|representatives|congresspersons => \
        members of congress
        (somebody|someone|anyone|people|any|a) (one) (member|members) of|in|from (the) (us) \
        congress => members of congress
        a member of congress => members of congress
        congress members => members of congress
        (somebody|someone|anyone|a|any) (member) (of|in|from) the senate => a senator
        any senator|us => a senator
        when|whenever|if {politicians} trade|trades $ (,) => copy @1 trades in @2
        (do|make|place|take) the (very|exact) same (trade|trades|thing|moves) (as|that) \
        (them|they|he|she) (do|does|did) =>
        do|does|make the same =>
        copy|follow|mirror|shadow (what) {politicians|congress|insiders} \
        do|does|buy|trade|are|up (doing|buying|trading|to) (in|with|at) => copy @1 trades in
        copy|follow|mirror|imitate|shadow what _ _ does|do|buys|trades|is (doing|buying) \
        (in|with) => copy @1 @2 trades in
        copy|follow|mirror|imitate|shadow what _ does|do|buys|trades|is (doing|buying) (in|with) \
        => copy @1 trades in
        copying|mirroring|imitating|shadowing|tailing|copycat => copy
        following {politicians|congress|insiders|pelosi|buffett|nancy|warren|cathie|berkshire} \
        => copy @1
        do what _ _ does|do => copy @1 @2 trades
        do what _ does|do => copy @1 trades
        trades|trade made|done|disclosed|reported by => trades of
        copy (the) trades|purchases|buys|disclosures|moves|portfolio|holdings of \
        (rep|representative|congresswoman|senator|speaker) _ _ => copy @1 @2 trades
        copy (the) trades|purchases|buys|disclosures|moves|portfolio|holdings of _ => copy @1 trades
        copy|follow _ _ 's {trades|purchases} => copy @1 @2 @3
        copy|follow _ _ into $ => follow @1 @2 in @3
        copy|follow _ into $ => follow @1 in @2
        : he|she|they buys|buy|purchases , (then) (i) buy (too|also) =>
        buy|own (me) (every|any|all) (single) everything|anything|all|stocks|whatever|what|stuff \
        (that|stock|stocks) {cathie|ark|buffett|pelosi|berkshire} => buy what @1
        {warren} buffet|buffett (is|has|does|makes) (a) bought|buying|purchase|purchases|buy \
        (of) => warren buffett buys
        purchases|bought|acquires|acquired|(makes) (a) purchase (of|more) $ => buys @1
        (the) inverse|opposite|reverse of what|whatever => the opposite of
        (go|bet|trade|trading) against => bet against
        do|trade|trading (the) (exact) contrary|reverse|inverse of (to) => do the opposite of
        do|trade (the) (exact) opposite of => do the opposite of
        inverting|inversing|fading => inverse
        {wsb|wallstreetbets|cramer} contrarian (trade|play|strategy) => inverse @1
        counter|contrary (to) => inverse
        """)

    static let events = table(
        """
        (it|they) beat|beats|tops|topped|exceeds|exceeded|surpasses|beating (on) (the|its|their) \
        (quarterly) earnings (estimates|expectations|forecasts) => beats earnings
        (it|they) beat|beats|tops|exceeds|surpasses (the|its|their|analyst|analysts) \
        estimates|expectations|consensus => beats earnings
        misses|missed|missing (on) (the|its|their) (quarterly) earnings \
        (estimates|expectations|forecasts) => misses earnings
        (disappoints|disappointed) (with|on) (disappointing|bad|poor) (quarterly) earnings \
        disappoint => misses earnings
        after|following|upon each|every|any (single|a|an) => after
        (a|an|the) (positive) earnings beat|surprise by|at|from $ => @1 beats earnings
        $ (has|posts|reports|delivers|announces) (a|an) earnings beat => @1 beats earnings
        $ (has|posts|reports|delivers|announces) (a|an) earnings miss => @1 misses earnings
        (the) drift|drifting (that) (after|following|follows|post) (good|the|positive) earnings \
        (surprise|surprises|announcement|announcements|report|beat) => post earnings drift
        earnings (announcement) drift => post earnings drift
        post earnings (announcement) drift trade|play|system|effect => post earnings drift \
        strategy
        (the) (us) federal reserve (bank) => the fed
        (the) central bank => the fed
        fomc {cuts|lowers|raises} => the fed @1
        (the) fed cuts|lowers|reduces|slashes|trims|drops|cut|lowered|reduced (the|its|interest) \
        (interest) rates|rate => the fed cuts rates
        (the) fed raises|hikes|lifts|increases|raised|hiked|lifted|increased (the|its|interest) \
        (interest) rates|rate => the fed raises rates
        (a|an|any) (interest) rate cut|reduction (by|from|of|at) (the) fed => the fed cuts rates
        (a|an|any) fed|interest rate cut|reduction => the fed cuts rates
        (a|an|any) (interest) rate hike|rise|increase (by|from|of|at) (the) fed => the fed \
        raises rates
        (a|an|any) fed rate hike|rise|increase => the fed raises rates
        announcements|decisions|meetings|statements (of|by|from|made|at) the fed => fed \
        announcements
        (what) the fed {announces|says|decides} => fed announcements
        fed news|statements|days|events|announcement|policy (announcements|decisions|meetings) \
        => fed announcements
        (a|an|any) analyst|analysts|broker|brokers|brokerage|bank (has|have) \
        upgrade|upgrades|upgraded|upgrading (it|the|$) (stock|shares|rating) => an analyst upgrade
        (gets|is|was|being|been|receives|got|wins) (an) upgrade|upgraded (by|from) (an|the|some) \
        analyst|analysts|broker|wall (street) => an analyst upgrade
        upgraded|upgrade by|from (an|the) analyst|analysts => an analyst upgrade
        (a|an|any) analyst|analysts (has|have) downgrade|downgrades|downgraded (it) => an \
        analyst downgrade
        $ {announces|does|has|completes} (a) (stock|share) split => @1 announces a split
        splits|split (its|the|their) stock|shares => announces a split
        (a|the|its) share|stock split (is|has|takes|gets) (been) \
        (announced|done|happens|place|happened|happening) => a stock split
        share split|splits => stock split
        stock splits|split happens|occurs => a stock split
        (a|an|its) (share|stock) buyback|repurchase|repurchases|buybacks \
        (program|programme|plan) (is|gets) announced|unveiled|launched => it announces a buyback
        announces|announced|unveils|launches|declares|starts (a|an|its|new|share|stock) \
        (share|stock|new) buyback|repurchase|repurchases|buybacks (program|programme|plan) => \
        announces a buyback
        says|announces (that) it (will|is) (buy|buying|going|repurchase|repurchasing) (to) (buy) \
        back (its) (own) (shares|stock) => announces a buyback
        raises|hikes|ups|lifts|increases|boosts|bumps|raised|increased (up) (its|the|their) \
        dividend|dividends|payout => raises its dividend
        (a|an|its|any|each|every) dividend hike|increase|raise|rise|boost|bump => a dividend \
        increase
        jobless|joblessness|unemployed rate|percentage => unemployment rate
        us unemployment => unemployment
        joblessness => unemployment
        (the) yield curve is not|isn't|un inverted|negative => the yield curve is above 0 percent
        (the) yield curve (is) positive|normal|upward|uninverted|noninverted (sloping) => yield \
        curve is positive
        (the) yield curve (is) {above|below|over|under} 0 => yield curve is @1 0 percent
        yield curve inverts|inverted => yield curve is negative
        fear & greed => fear and greed
        fear / greed => fear and greed
        greed & fear => fear and greed
        fear greed|and gauge|reading|score|meter|value => fear and greed index
        (crypto|cnn|bitcoin) fear and greed (index|gauge|reading|score|meter|value) => fear and \
        greed index
        (cboe) volatility index => vix
        vix index|reading|level => vix
        shiller (cape) (pe|ratio) => shiller cape
        cyclically adjusted pe|p (ratio) => shiller cape
        price earnings|to earnings|earning (ratio|multiple) => pe ratio
        price to book (value) => price to book
        price book (ratio|value) => price to book
        book multiple => price to book
        earnings multiple => pe ratio
        trailing|forward {pe} => @1
        put (to) call|calls (ratio) => put call ratio
        puts to calls (ratio) => put call ratio
        $ yields|pays|yielding (a) (dividend) (of) {more|above|over|less|below|under} => @1 \
        dividend yield is @2
        dividend|payout (yield) pays|yields|is|of {more|above|over|less|below|under} => dividend \
        yield is @1
        dividend is => dividend yield is
        short interest exceeds|tops (is) => short interest is above
        % of (its|the) float|shares (is|are) (sold) (short|shorted) => short interest is @1
        """)
}
