/// Comparisons, events, sources and names of strategies, put into plain words.
extension Rephrasing {
    /// How two numbers compare.
    static let comparisons = table(
        """
        (a|the) (on) bullish|bull|upward|positive|upside macd (/) (signal) (line) \
        cross|crossover|crossing => macd crosses above its signal
        (a|the) (on) bearish|bear|downward|negative|downside macd (/) (signal) (line) \
        cross|crossover|crossing => macd crosses below its signal
        macd (signal) (line) bullish|bull|upward (signal) (line) cross|crossover => macd crosses \
        above its signal
        macd (signal) (line) bearish|bear|downward (signal) (line) cross|crossover => macd crosses \
        below its signal
        {sma|ema|ma} # x|vs {sma|ema|ma} # => @2 / @4 @1 crossover
        {is|are} trading|sitting|standing {below|under|above|over|beneath} => @1 @2
        (,) (and) it|things|that|stocks (is|are|looks|seems) (too|so|very|really) \
        cheap|expensive|pricey|pricy|dear|overpriced|undervalued|\
        overvalued (,) so =>
        <rise> (back) (up) through|past|over|above|across => crosses above
        <fall> (back) (down) through|past|under|below|beneath|across => crosses below
        <move> (back) up|upward|upwards through|past|over|above|across => crosses above
        <move> (back) down|downward|downwards through|past|under|below|beneath|across => crosses \
        below
        <move> over|above|past from below|underneath|beneath => crosses above
        <move> under|below|past from above => crosses below
        <have> crossed|moved|broken|gone|climbed over|above|past (from) (underneath|below) => \
        crosses above
        <have> crossed|moved|broken|gone|fallen under|below|beneath (from) (above) => crosses below
        upcross|upcrosses|upcrossing (of|above|over) => crosses above
        downcross|downcrosses|downcrossing (of|below|under) => crosses below
        on (a|an|the) crosses {above|below} . => when it crosses @1
        {on|when|if|once|at} (the|its) # {day|d|bar|period} crosses {above|below} (the|its) # \
        {day|d|bar|period} => when its @2 @3 average crosses @4 its @5 @6 average
        long % {below|off|under|above|over} => buy when it is @1 @2
        at % {below|under|above|over} {the|its} => when it is @1 @2 @3
        exceeding|exceeds|surpassing|surpasses => is above
        % greater|higher|more|larger than => @1 above
        % lower|less|smaller than => @1 below
        gets|get|reaches|goes|comes|is to % {above|below} => is @1 @2
        <move> out (of) (the|its) bollinger bands|band (to|on|at) (the) top|upper|up|upside \
        (side) => \
        closes above the upper bollinger band
        (the|its) highest|best|top (price|close|level|value) (seen) in|of|over|for (the|its) \
        (last|past) # \
        ~ => its @1 @2 high
        (the|its) lowest|worst|bottom (price|close|level|value) (seen) in|of|over|for (the|its) \
        (last|past) \
        # ~ => its @1 @2 low
        # {day|week|month|period|bar|year} 1 => @1 @2
        both {under|below|over|above} => @1
        {sell|exit|out|close|cover} on|at|upon|after|with (a|the|its) \
        reversion|return|reverting|move|revert (back) to (the|its) average|mean|middle => @1 at \
        the \
        average
        on (the|a) opposite|reverse|inverse cross|crossover|signal|crossing => on the opposite cross
        sell on (the|a) cross back (down|under|below) => sell when it crosses back
        commodity channel index => cci
        relative strength index => rsi
        volume weighted average price|prices => vwap
        vix volatility (index) => vix
        p / {e|b|s} (multiple|ratio) => p / @1 ratio
        (the) ratio of puts to|and|over calls => the put call ratio
        put - call ratio => put call ratio
        {rsi|macd|price|cci|adx|vix|average|volume} on|for $ is => @1 of @2 is
        $ in us|usd|american dollars => @1
        $ priced|quoted in dollars => @1
        z score ( over # {days|day} ) => @1 @2 z score
        macd / {signal|line} => macd @1
        macd (signal) (line) bullish|bull|upward|up|positive|upside \
        crossover|cross|crosses|crossing => macd crosses above its signal
        macd (signal) (line) bearish|bear|downward|down|negative|downside \
        crossover|cross|crosses|crossing => \
        macd crosses below its signal
        (on|at) (every|each|any|a|the) downcross|downcrossing of (the) {rsi|price|macd|cci} \
        (through|below|under|of) => when @1 crosses below
        (on|at) (every|each|any|a|the) upcross|upcrossing of (the) {rsi|price|macd|cci} \
        (through|above|over|of) => when @1 crosses above
        (the|its) # {day|week|month} (simple) (moving) {average|ma|sma} (is|stays|sits|lies) \
        (still) <below> \
        (the|its) (current) price => price is above its @1 @2 @3
        (the|its) # {day|week|month} (simple) (moving) {average|ma|sma} (is|stays|sits|lies) \
        (still) <above> \
        (the|its) (current) price => price is below its @1 @2 @3
        # day|d price z score => @1 day z score
        {when|once|if} it (is|has) gets|comes|goes|returns|made|come|gone|got|makes|gotten (it) \
        (back) \
        to|at (the|its) {average|mean|middle} (band) => at the @2
        {when|once|if} it (is|has|gets|comes) back to|at|on (the|its) {average|mean|middle} \
        (band) => \
        at the @2
        spot {exceeding|above|below|crosses|is|>|<|over|under} => price @1
        (the) 10 year (treasury) (note|bond) (is) yielding|yields => the 10 year yield is
        rsi set to|at # => @1 period rsi
        at|on|after|upon (a|an|any|each) % drawdown|pullback|decline|drop|fall|correction|dip \
        (from|off|below) (the|its) => when \
        it is @1 below its
        {positive|negative} # {month|week|day|year} return|returns|momentum|performance => its @2 \
        @3 return \
        is @1
        <have> gone|moved {up|down} (over|in|during) (the) {last|past|previous} => is @1 over the @2
        (the) volatility index vix => the vix
        (the) vix volatility|fear (index|gauge) => the vix
        (it|$) trades|trading|sells|is at|with|on (a|an) price to {earnings|book|sales} \
        (ratio|multiple) (of) \
        less|under|below|lower (than) => its price to @1 ratio is below
        (it|$) trades|trading|sells|is at|with|on (a|an) price to {earnings|book|sales} \
        (ratio|multiple) (of) \
        more|over|above|higher (than) => its price to @1 ratio is above
        price to {earnings|book|sales} (multiple) of => price to @1 ratio
        (target|targeting) (a|an) (annual|annualized|annualised) (volatility|vol) target of % => \
        target @1 \
        volatility
        target|targeting (a|an) (annual|annualized|annualised|yearly) volatility|vol of|at % => \
        target @1 \
        volatility
        {sma|ema|ma} ( # ) x|and|&|with|over|vs sma|ema|ma ( # ) => @2 / @3 @1
        {over|above|below|under} (the|its) # {day|d} (line) . => @1 its @2 @3 average
        # and # {crossover|cross|crossing} => @1 / @2 @3
        (it) pays|has|offers|carries a dividend (yield) (of) {above|over|more|below|under|less} \
        => dividend yield \
        is @1
        """)

    /// What "that" and "the index" stand for.
    static let demonstratives = table(
        """
        {when|if|once|whenever|while} that|this|thats (one) (is) \
        {over|under|above|below|less|greater|more|higher|lower|bigger|smaller} => @1 it is @2
        {when|if|once|whenever|while} that|this|the|said|same (same) <name> (itself) \
        {is|falls|drops|rises|climbs|goes|gets|crosses|comes|moves|turns|reaches|dips} => @1 it @2
        {above|below|over|under|through} that|this|the|said same (average|line|level|one) (again) \
        => @1 it
        {above|below|over|under|through} that|this average|line|level|one (again) => @1 it
        that|this|said # {period|day|bar|week} => the @1 @2
        that|this {rsi|macd|average|cci|vix} => the @1
        , and that|this # {day|week|period} (moving) {average|sma|ema} (is) (itself) {above|below|\
        higher|lower} => and the @1 @2 @3 is @4
        is itself|also|likewise|still => is
        """)

    /// Earnings, dividends, trades of others.
    static let happenings = table(
        """
        (it) comes|come|came out with <better> <earnings> (than) (what) \
        (people|analysts|everyone|was|they|the|street|it) (market|street) (<have>) (<expected>) \
        => beats \
        earnings
        (it) comes|come|came out with <worse> <earnings> (than) (what) \
        (people|analysts|everyone|was|they|the|street|it) (market|street) (<have>) (<expected>) \
        => misses \
        earnings
        (<have>) reported|reports|posted|posts|announced (its|their) <earnings> that \
        beat|beats|top|topped \
        (<expected>) => beats earnings
        (<have>) reported|reports|posted|posts|announced (its|their) <earnings> that \
        miss|misses|missed \
        (<expected>) => misses earnings
        fed <have> cut|lowered|reduced (interest) rates => fed cuts rates
        fed <have> raised|hiked|increased (interest) rates => fed raises rates
        there is insider buying|purchases => insiders buy
        insiders|insider purchasing|buying (shares|stock) (at|of|in) $ => insiders at @1 buy
        (the) people|folks|those|anyone|someone|somebody|anybody inside (of|at) $ (<have>) (been) \
        buying|purchasing (their|its) (own) (stock|shares) => insiders at @1 buy
        (a|any) purchase|purchases|buy|buying by (its|the|their|company) insiders => insiders buy
        insiders at $ (<have>) (been) buying|purchasing (their|its) (own) (stock|shares) => \
        insiders at @1 \
        buy
        (its|the|their) <earnings> (that) (<have>) come|comes|came|coming|are|is|were (in) <worse> \
        (of|than) (what) (<have>) (was) (<expected>) => it misses earnings
        (its|the|their) <earnings> (that) (<have>) come|comes|came|coming|are|is|were (in) \
        <better> \
        (of|than) (what) (<have>) (was) (<expected>) => it beats earnings
        (it) reports|posts|delivers|announces|prints|has (its|their) (quarterly) <earnings> (that) \
        (<have>) <better> (of|than) (what) (<have>) <expected> => it beats earnings
        (it) reports|posts|delivers|announces|prints|has (its|their) (quarterly) <earnings> (that) \
        (<have>) <worse> (of|than) (what) (<have>) <expected> => it misses earnings
        (it) reports|posts|delivers|announces <better> (than) <expected> <earnings> => it beats \
        earnings
        (it) reports|posts|delivers|announces <worse> (than) <expected> <earnings> => it misses \
        earnings
        $ beats|beat|crushes|smashes|tops (on) (its|the|their) <earnings>|<expected> (<expected>) \
        => \
        @1 beats earnings
        (<have>) beats|beat|crushes|smashes|tops|crushed|smashed|beaten|topped (on) \
        (its|the|their) <earnings> \
        (<expected>) => beats earnings
        beats|beat|crushes|smashes|tops (its|the|their) <expected> => beats earnings
        misses|missed|whiffs|flops|disappoints|stumbles (on|with) (its|the|their) <earnings> \
        (<expected>) => misses earnings
        misses|missed (its|the|their) <expected> => misses earnings
        (a|an|the|any) positive|upside earnings surprise|surprises ( beat|beats ) => an earnings \
        beat
        (a|an|the|any) negative|downside earnings surprise|surprises ( miss|misses ) => an \
        earnings \
        miss
        positive|upside earnings surprise|surprises|beat|beats => an earnings beat
        negative|downside earnings surprise|surprises|miss|misses => an earnings miss
        earnings beat|beats : => earnings beat :
        (a|an|any) dividend increase|increases|hike|hikes|raise|raises|bump|bumps => it raises its \
        dividend
        (it) <raise> (up) (its|the|their) dividend|dividends|payout => it raises its dividend
        $ <raise> (up) (its|the|their) dividend|dividends|payout => @1 raises its dividend
        (the|its|their) (company's|company|corporate|own) (own) insiders (<have>) (been) \
        buying|purchasing|acquiring|accumulating (its|the|their|own|some) (own) (shares|stock) => \
        insiders buy
        somebody|someone|people|anyone|folks on the inside (at|of) => insiders at
        insiders|insider (at|of) $ (<have>) (been) buying|purchasing|buy => insiders at @1 buy
        {after|when|if|while|once} insider|insiders purchases|buying|buys|purchasing|purchase => \
        @1 insiders buy
        insider purchases|purchase|buys => insider buying
        congressional => congress
        disclosure|disclosures|disclosed copy (trading|trade) => copy
        copy trading|trade|trader => copy
        what|whatever {politicians|congress|insiders|senators} (<have>) (are|is) doing => @1 trades
        (the|any) stock|shares (of) is|are {<bull>} => it is @1
        $ upgrade|upgraded : => @1 an analyst upgrade :
        $ downgrade|downgraded : => @1 an analyst downgrade :
        $ (stock) split : => @1 a stock split :
        $ buyback : => @1 a buyback :
        buyback announcement|announcements|news|headlines => a buyback
        (on|when|after|if|whenever) (a|any|some) \
        {senator|congressman|congresswoman|politician|lawmaker} \
        {buys|purchases} => when a @1 buys
        lowers|lower|lowered interest rates => cuts rates
        """)

    /// What people write and search for.
    static let saidByOthers = table(
        """
        posts|sends|puts|writes|post|publishes (out) (a|any|another) tweet|tweets (about|on|of) => \
        tweets about
        is|are (out) (there) tweeting|posting|writing|talking (about|on) => tweets about
        tweeting about => tweets about
        (the) people|folks|users|crowd|guys|those|posters|traders (over) (on|at|in) {<place>|r} \
        => @1
        , and those|the|people|ones (ones|people|folks|users) at|on|in|over (on|at|in) => and
        (is|are) feeling {<bull>} => is @1
        {<strong>} {<bull>} {<place>} <mood> => @3 is @1 @2
        {<strong>} {<bull>} r / _ <mood> => r / @3 is @1 @2
        {<bull>} {<place>} <mood> => @2 is @1
        {<bull>} r / _ <mood> => r / @2 is @1
        {sell|exit|cover} on|at|upon|with {<bull>} <mood> => @1 when sentiment is @2
        according|based to|on how much|often|many (people|everyone|times) \
        search|searches|google|googles (on) (google) for => on google searches for
        how much|often|many (people|everyone|times) search|searches (on) google for => google \
        searches for
        google search|searches (interest|volume|popularity|traffic|frequency) in|for|of|on (the) \
        term|word|keyword|phrase => google searches for
        google search interest|volume|popularity|traffic|frequency in|for|of|on => google searches \
        for
        ^ $ (,) (traded) (on|by|from) google searches for => trade @1 on google searches for
        signal derived|taken|drawn from => on
        derived|taken|drawn from => on
        (goes|is|starts|keeps) off|on|out tweeting|posting (about|on) => tweets about
        on {elon|saylor|trump|cramer|musk} $ tweets|posts|tweet => when @1 tweets about @2
        on {elon|michael|donald|jim} {musk|saylor|trump|cramer} $ tweets|posts|tweet => when @1 \
        @2 tweets \
        about @3
        {tweets|posts} mentioning|referencing|naming $ => @1 about @2
        (the) {<place>} crowd|users|people|folks|community => @1
        {<bull>} @ _ (tweet|tweets|twitter) (<mood>) => @ @2 sentiment is @1
        (a|any) {positive|bullish|negative|bearish|good|bad} {elon|trump|saylor|cramer|musk} \
        tweet|tweets|post \
        => @2 tweets something @1
        (a|any) {positive|bullish|negative|bearish|good|bad} \
        {tim|elon|donald|jim|michael|jeff|mark|bill} \
        {cook|musk|trump|cramer|saylor|bezos|zuckerberg|ackman|burry} tweet|tweets|post => @2 @3 \
        tweets \
        something @1
        about the company|stock|firm|business => about it
        something {<bull>} about {$|it} (on|in|over|via) (a|his|her|the) \
        twitter|tweet|tweets|x|post => \
        something @1 about @2
        (everybody|everyone|people|folks) (on|at|in) {<place>} (suddenly) \
        starts|start|begins|is|are \
        mentioning|discussing $ => @1 mentions of @2 spike
        (driven|guided|based|led) by|on google {trends|searches|search} for => on google searches \
        for
        ^ $ strategy|signal on google searches for => trade @1 on google searches for
        {tweets|news|sentiment|headlines|posts|mood} (turn|turns|go|goes|get|gets) \
        sour|sours|ugly|dark => @1 \
        turns negative
        {tweets|news|sentiment|headlines|posts|mood} (turn|turns|go|goes|get|gets) \
        rosy|sunny|cheerful => @1 \
        turns positive
        whatever|what {elon|musk|trump|saylor|cramer} {tweets|posts} , trade $ on|off|by it|that \
        => trade @3 \
        on @1 @2
        whatever|what _ {kitty|musk|trump|saylor|cramer|cook} {tweets|posts} , trade $ on|off|by \
        it|that => \
        trade @4 on @1 @2 @3
        """)

    /// Strategies by their names.
    static let names = table(
        """
        {ema|sma|ma} ( # ) / ema|sma|ma ( # ) => @2 / @3 @1
        {ema|sma|ma} # / ema|sma|ma # => @2 / @3 @1
        (stop) and reverse ( sar ) => sar
        ( sar ) => sar
        ( tom ) =>
        ( beat|beats|miss|misses ) =>
        volatility|vol targeted|targeting|target|scaled $ (exposure|position) (,) \
        target|at|of|to|targeting (of|at) % => target @2 volatility on @1
        % target volatility|vol => target @1 volatility
        that follows the trend => trend following
        follow|follows|following the trend (in|of|on|with) => trend following on
        trend follow => trend following
        (the) trend is your|my freind|friend (,) (so) =>
        (the) moving average filter|rule => moving average
        seasonal (calendar) effect|pattern|anomaly =>
        portfolio out of => portfolio of
        {turn} of (the) month (calendar|seasonal) effect|anomaly|pattern => turn of the month
        """)
}
