/// Stops, levels, moves and indicators in everyday words.
extension Rephrasing {
    static let stops = table(
        """
        target|targeting|targets (a|an) % (annual|annualized|annualised|yearly) {volatility|vol} \
        => target @1 @2
        put|place|attach|apply|set|add|use|include|keep (a|an|my) (protective|hard|tight) \
        {trailing} stop (loss) (of|at) % => trailing stop of @2
        put|place|attach|apply|set|include|keep (a|an|my) (protective|hard|tight) stop (loss) \
        (of|at) % => stop of @1
        put|place|attach|apply|set|include (a|an|my) % => with @1
        trail|trailing|trails (the|a|my) (stop) (loss) (it|position|price) \
        (by|at|of|with|behind) % => trailing stop of @1
        trail|trailing|trails it (by|at|with) % => trailing stop of @1
        % trail|trailer . => @1 trailing stop
        % (wide) trailing (sl|exit) => @1 trailing stop
        % trail {stop|and|with|on|,} => @1 trailing stop
        stopped|stop|stops (me) (out) (of) (it) (at|after|on|if) (a|it) \
        (loss|drop|fall|down|loses|falls|drops) (of|by) % => stop loss of @1
        (a|an) loss cut|cutoff|cutting at|of % => stop loss of @1
        cut (it|losses|my|the) (losses|loss|position) (off) at|after|if (down|minus) % => stop \
        loss of @1
        risk|risking|lose|losing (no|not|at) more|most than % => stop loss of @1
        risk|lose (at) most % => stop loss of @1
        (a|an) stop|stops|stoploss (loss) (is|sits|set|placed) % (below|under|beneath|away) \
        (from) (the|my) (entry|price|purchase) => stop loss of @1
        (my) profit|profits target|goal (is|of|at|:|=) % => take profit at @1
        target|goal (is|of) % => take profit at @1
        % goal => @1 target
        take|taking|bank|book|banking|booking|lock (in) (my|the|a) profit|profits|gain|gains \
        (when|if|once|at|after|of) (it|i) (is|am) (up) (by) % => take profit at @1
        (a|an) % {profit|gain|loss} => @1 @2
        sell (when|if|once|at|with|on|after) {up|down} % => sell when it is @1 @2
        profit|gain|gains (of|reaches|hits|at) % or|and {loss} (of|at) % => @1 profit or @3 loss
        either of|at|when => when
        either =>
        (at|with|on) (a|the) profit|gain of % => with a @1 profit
        (at|with|on) (a|the) loss of % => with a @1 loss
        no|without (a|any) stop|stops|stoploss => no stop
        """)

    static let levels = table(
        """
        has (a|made|its) close {above|below|over|under} => closes @1
        (a) close|closing {above|below|over|under} (the|its|a) {#|lower|upper|bottom|top} => \
        closes @1 its @2
        {or|and} % {under|below|above|over|off} (the|its|a) # => @1 it is @2 @3 its @4
        plus|& {price|rsi|the|its|volume|macd} => and @1
        , {>|<|above|below|over|under} # out|sell|exit => , sell @1 @2
        stop (loss) % below|under|beneath|away . => stop @1
        stop (loss) % below|under|beneath|away , => stop @1 ,
        (the) lowest low of (the) last|past # . => its @1 day low
        (the) highest high of (the) last|past # . => its @1 day high
        # {day|week|month} high breakout|break|breakouts => @1 @2 breakout
        ends|finishes|closes|ended|finished (a|the) day|session|week {over|above|below|under} => \
        closes @1
        with (the|a) # {month|week|day|year} return of|on|for $ (is|being) {positive|negative} \
        => when the @1 @2 return of @3 is @4
        with (the|a|its) # {month|week|day|year} return (is|being) {positive|negative} => when \
        its @1 @2 return is @3
        with (the|a) fear and|& greed (index) (at|being|is) {under|below|over|above} => when the \
        fear and greed index is @1
        with (a|an|the|its) {unemployment|short|dividend|yield|treasury} \
        {rate|interest|yield|curve} (at|being|is|of) \
        {under|below|over|above|less|more|lower|higher} => when the @1 @2 is @3
        north of => above
        south of => below
        in excess of => above
        bigger|larger|greater|higher|more|stronger|richer than => above
        smaller|lesser|lower|less|weaker|cheaper|fewer than => below
        beneath|underneath|neath => below
        no less than|under|below => at or above
        no more than|over|above => at or below
        up above|over|through|past => above
        down below|under|through|past => below
        stands|sits|sitting|standing|hovers|hangs|lingers|rests|reads|runs|hovering|reading|\
        languishes|comes|quoted {at|below|above|under|over|between|%} => is @1
        is|are sitting|standing|hovering|hanging|reading|running|trading|priced|quoted|valued|\
        still|currently|now {below|above|under|over|at|%} => is @1
        trade|trades|trading|traded|stands|sits|lies % => is @1
        trade|trades|trading|traded|stands|sits|lies|dips|drops|falls|climbs|rises|gets|is|moves|\
        goes % {below|above|under|over|off|from} => is @1 @2
        gets|goes|moves|heads|pops|pokes|shoots|spikes|surges|soars|pushes|punches|bursts|\
        rallies|advances {above|over|past|through} => crosses above
        gets|goes|moves|heads|plunges|tumbles|crashes|sinks|slumps|slides|retreats|pulls (back) \
        {below|under|beneath} => crosses below
        get|go|move|head|pop|shoot|spike|surge|soar|push|rally|advance {above|over|past} => \
        crosses above
        get|go|move|head|plunge|tumble|crash|sink|slump|slide|retreat {below|under|beneath} => \
        crosses below
        clears|overtakes|surpasses|tops|beats|takes out {the|its|a} => crosses above @1
        clears|overtakes|surpasses (the|its) # => crosses above @1
        loses|undercuts|violates (the|its|a) {#|its|the|lower|20|50|200} => crosses below @1
        on|at (a|an|the|any|its|every|each) (bullish|upward|upside) \
        cross|crossing|crossover|break|move|breakout|push|rise of|by|in (the) price|it|its \
        (up|back) above|over|through|past|up (through) => when price crosses above
        on|at (a|an|the|any|its|every|each) (upward|upside) \
        cross|crossing|break|move|push|rise|close (up|back) above|over|through|past => when it \
        crosses above
        on|at (a|an|the|any|its|every|each) (bearish|downward|downside) \
        cross|crossing|break|move|drop|fall|dip|close (down|back) below|under|beneath|through => \
        when it crosses below
        (its|the) break|breakout|move|push above|over|past|through => it crosses above
        crosses|cross|crossing|crossed (back) up (over|through|above) => crosses above
        crosses|cross|crossing|crossed (back) down (under|through|below) => crosses below
        crosses|cross|crossed (back) over (the|its) {signal|line} => crosses above the @1
        crosses|cross|crossed back under|below|down (again) . => crosses below
        crosses|cross|crossed back over|above|up (again) . => crosses above
        crosses|cross|crossed under|down (again) . => crosses below
        {if|when|once|whenever|while|only} % {under|below|beneath|off|above|over|from} => @1 it \
        is @2 @3
        {buy|sell|short|hold|own} % {under|below|beneath|off|above|over} => @1 when it is @2 @3
        {buy|sell|short|hold|own} $ % {under|below|beneath|off|above|over} => @1 @2 when it is @3 @4
        at (a) % discount|markdown (to|from|of) => when it is @1 below
        at (a) % premium (to|over) => when it is @1 above
        (a) % {drop|fall|dip|decline} from (the|its) => it is @1 below its
        {falls|drops|fallen|dropped|declines|slides} % from (the|its) \
        {#|52|all|highest|high|peak|record} => is @2 below its @3
        % {below|above|under|over|off} (the|a|its) (one|1) year|yearly|annual high => @1 @2 its \
        52 week high
        % {below|above|under|over|off} (the|a|its) (one|1) year|yearly|annual low => @1 @2 its \
        52 week low
        new (one|1) year|yearly|annual {high|highs|low|lows} => new 52 week @1
        fifty 2 week => 52 week
        52 wk|w => 52 week
        (a|the) high|highest (high|price|close|point|value|level) of (the) \
        (last|past|previous|prior|preceding) # {days|day|weeks|bars|sessions|months} => its @1 \
        @2 high
        (a|the) low|lowest (low|price|close|point|value|level) of (the) \
        (last|past|previous|prior|preceding) # {days|day|weeks|bars|sessions|months} => its @1 \
        @2 low
        (a|the) high|highest|best (high|price|close|point|value|level) in|over|for (the) \
        (last|past|previous|prior|preceding) # {days|day|weeks|bars|sessions|months} => its @1 \
        @2 high
        (a|the) low|lowest (low|price|close|point|value|level) in|over|for (the) \
        (last|past|previous|prior|preceding) # {days|day|weeks|bars|sessions|months} => its @1 \
        @2 low
        (the) highest high of # {days|day|bars} => its @1 @2 high
        (the) lowest low of # {days|day|bars} => its @1 @2 low
        record|all time|alltime|ath high|highs => all time high
        ath|aths => all time high
        a|the record {high} => a new all time @1
        is|are positive|green|up over|for|in => is up over
        positive territory|ground => positive
        negative territory|ground => negative
        in the green|plus|black => positive
        in the red => negative
        above|over zero|nil => above 0
        below|under zero|nil => below 0
        """)

    static let moves = table(
        """
        is|has (just|already) lost|fallen|dropped|declined|shed|slid|slipped|tumbled|sunk % => \
        has lost @1
        is|has (just|already) risen|gained|climbed|rallied|jumped|added % => has gained @1
        lost|fell|dropped|shed|slid|slipped|tumbled|sank|plunged|sheds|slides|slips|tumbles|\
        sinks|plunges|crashes|tanks|craters (by) (more) (than) (over) % => loses @1
        climbed|rallied|jumped|gained|rose|surged|soared|pops|surges|soars|popped (by) (more) \
        (than) (over) % => gains @1
        goes|gone|going|went {up|down} (by) % => is @1 @2
        (a|an|any|each|every) # ~ drop|fall|decline|dip|loss|plunge|slide|selloff (of|by|worth) \
        (more) (than) % => it drops @3 in @1 @2
        (a|an|any|each|every) # ~ rise|gain|rally|jump|increase|advance (of|by) (more) (than) % \
        => it gains @3 in @1 @2
        (a|an|any|each|every) {daily|weekly|monthly} drop|fall|decline|dip|loss|plunge of (more) \
        (than) % => it drops @2 in 1 @1
        (a|an|any|each|every) {daily|weekly|monthly} rise|gain|rally|jump|increase|advance of \
        (more) (than) % => it gains @2 in 1 @1
        (a|an|any|each|every) % {daily|weekly|monthly} rise|gain|rally|jump|increase|advance => it \
        gains @1 in 1 @2
        (a|an|any|each|every) {daily|weekly|monthly} % rise|gain|rally|jump|increase|advance => it \
        gains @2 in 1 @1
        (a|an|any|each|every) % {daily|weekly|monthly} drop|fall|decline|dip|loss|plunge => it \
        drops @1 in 1 @2
        (a|an|any|each|every) {daily|weekly|monthly} % drop|fall|decline|dip|loss|plunge => it \
        drops @2 in 1 @1
        (a|an|any|each|every) (drop|fall|decline|dip|loss|plunge|slide|selloff) of (more) (than) \
        % in|over|within|during (a|an|the) (single|last|past|space) (of) (1) \
        {day|week|month|session} => it drops @1 in 1 @2
        (a|an|any|each|every) % drop|fall|decline|dip|loss|plunge|slide|selloff \
        in|over|within|during (a|an|the) (single|last|past|space) (of) (1) \
        {day|week|month|session} => it drops @1 in 1 @2
        (a|an|any|each|every) % drop|fall|decline|dip|loss|plunge|slide|selloff \
        in|over|within|during (the) (last|past) # ~ => it drops @1 in @2 @3
        (a|the|any|each|every) cross|crossing|crossover of (the|its) # {over|above|under|below} \
        (the|its) # => its @1 period average crosses @2 its @3 period average
        pre (-) # => before @1
        post (-) # => after @1
        {on|after|at} (a|an|any|each|every|the) pullback|retracement|retrace to|into {its|the} => \
        when it crosses below @2
        (it) outperforms|outperformed|beats {$} over|in|during (the) (last|past) # ~ => \
        its @2 @3 return is above the @2 @3 return of @1
        (it) underperforms|underperformed|lags|trails {$} over|in|during (the) (last|past) # ~ => \
        its @2 @3 return is below the @2 @3 return of @1
        on (all|any|every|each) green|up|positive days => when the price rises 1 day in a row
        on (all|any|every|each) red|down|negative days => when the price falls 1 day in a row
        {after} (its|the) earnings if|when|provided (it|they) beat|beats {,|.|;|and|sell|hold} => \
        @1 earnings beat @2
        in 1 daily => in 1 day
        in 1 weekly => in 1 week
        in 1 monthly => in 1 month
        after (a|an|any|each|every) it {drops|gains} => when it @1
        after|on it {drops|gains} => when it @1
        within|inside|in (the) (space|span) (of) (just) (a|1) single {day|week|month|session} => \
        in 1 @1
        in|over|within|during (just) (a|one|1) {day|week|month|session} => in 1 @1
        # {red|down|losing|negative|green|up|winning|positive} {days|closes|sessions|day} in \
        sequence|succession|consecutively|running|straight => @1 @2 @3 in a row
        # {days|sessions|closes} (in) (a) (row|running|straight|succession) (of) \
        lower|falling|declining (closes|prices) => @1 down days in a row
        # {days|sessions|closes} (in) (a) (row|running|straight|succession) (of) higher|rising \
        (closes|prices) => @1 up days in a row
        {closes|closed|finishes|ends|finished} {higher|lower|up|down} (for) (the) # \
        days|sessions|times (in) (a) (row|running|straight|succession) => closes @2 @3 days in a row
        {closes|closed|finishes|ends|finished} {higher|lower|up|down} on|for # \
        consecutive|straight|successive days|sessions => closes @2 @3 days in a row
        # {higher|lower|up|down} closes in a row => @1 @2 closes in a row
        twice {higher|lower|up|down} in a row => 2 @1 closes in a row
        falls|fell|drops|dropped|declines|declined|down # {days|sessions} \
        (straight|running|consecutively|in) (a) (row) => falls @1 @2 in a row
        losing|winning streak of # {days|sessions} => falls @1 @2 in a row
        up|gained|risen|rises|higher (by) % (on) (the) (same) day|today => up @1 today
        up|gains (by) (at) (least) % on|in|for (the) (same|that) (day|session) => up @1 today
        return|gain|performance|change over|in|of|for (the) (last|past|previous|trailing) # \
        {month|months|day|days|week|weeks|year|years} is|was => @1 @2 return is
        {gained|risen|up|climbed|made|grown} (money|ground) over|in|during (the) \
        (last|past|previous) # {months|month|days|weeks|year|years} => is up over @2 @3
        """)

    static let indicators = table(
        """
        relative strength index|indicator => rsi
        moving avg|avgs => moving average
        (simple) movingaverage => moving average
        rsi (with|of|over|using|on|for|,) (a|the) period|length|window|lookback|setting (of) # \
        => rsi ( @1 )
        rsi (with|of|over|using|on|for|,) # {day|days|bar|bars|period|periods} => @1 @2 rsi
        rsi (of|at|is|=) {below|under|above|over} (of) # => rsi is @1 @2
        (in) the month|months of {january|february|march|april|may|june|july|august|september|\
        october|november|december} => in @1
        (a) stop (loss) (that|which) trails|follows|trailing (by|at|behind) % => trailing stop of @1
        cape ( shiller ) => shiller cape
        it|that|this says|shows|reads|gets|becomes|signals|flags {oversold|overbought} => rsi is @1
        (an|a) {oversold|overbought} rsi => rsi is @1
        (an|a) {oversold|overbought} 1 => rsi is @1
        whose|having (the) levels|thresholds|bounds (are|of|at) # and # => with levels @1 / @2
        golden crosses|crossing|crossings => golden cross
        3 {emas|ema|smas|averages|exponential|moving|mas|lines} => triple @1
        60 40 => 60 / 40
        70 30 => 70 / 30
        50 50 => 50 / 50
        80 20 => 80 / 20
        with (a|an|the) put call ratio => when the put call ratio is
        {under|below|over|above} (an|a|the) rsi ( # ) (of) # => rsi ( @2 ) is @1 @3
        {under|below|over|above} (an|a|the|its) {rsi|vix|adx|cci} # => @2 is @1 @3
        at|with|on (a|an|its|the) p / {e|b} (ratio|multiple) (of) lower|less|below|under|smaller \
        (than) # => when p / @1 is below @2
        at|with|on (a|an|its|the) p / {e|b} (ratio|multiple) (of) higher|more|above|over (than) \
        # => when p / @1 is above @2
        tsmom => time series momentum
        rsi # close|closes|closing => rsi ( @1 ) closes
        close|closes|closing > => >
        close|closes|closing < => <
        # + {$|rsi|price|vix|its|the|spx} => @1 and @2
        + {rsi|price|close|above|below} => and @1
        that|this # {day|week|month} is => the @1 @2 average is
        (the|a) crossing|cross|crossover|crosses|crossings|intersection of|between (the|a) # \
        (day|days|period|bar) (and|with|over|through|/) (the|a) # (day|days|period|bar) \
        {simple|exponential} (moving) (average|averages) => @1 / @2 @3 moving average crossover
        (the|a) crossing|cross|crossover|crosses|crossings|intersection of|between (the|a) # \
        (day|days|period|bar) (and|with|over|through|/) (the|a) # (day|days|period|bar) \
        {sma|ema|smas|emas|ma|mas} => @1 / @2 @3 crossover
        (the|a) crossing|cross|crossover|crosses|crossings|intersection of|between (the|a) # \
        (day|days|period|bar) (and|with|over|through|/) (the|a) # (day|days|period|bar) (moving) \
        average|averages => @1 / @2 moving average crossover
        {simple|exponential} (moving) average|averages (of|with|,|:) # (and|/|with) # \
        crossing|cross|crossover|crossovers => @2 / @3 @1 moving average crossover
        (moving) average|averages (of|with|,|:) # (and|/|with) # \
        crossing|cross|crossover|crossovers => @1 / @2 moving average crossover
        {sma|ema|smas|emas} (of|with|,|:) # (and|/|with) # crossing|cross|crossover|crossovers \
        => @2 / @3 @1 crossover
        follow|following|ride|riding|trading|trade (the) trend|trends (in|on|of|for|with) => \
        trend following on
        trendfollowing => trend following
        {under|below|over|above|at} (a|an|the|its) {rsi|vix|pe|adx|cci} \
        (reading|level|ratio|value) of # => @2 is @1 @3
        {under|below|over|above|at} (a|an|the|its) p / e (ratio) of # => p / e is @1 @2
        {under|below|over|above|at} (a|an|the|its) p / b (ratio) of # => p / b is @1 @2
        with|at|on|given (a|an|its|the) {rsi|vix|macd|price|adx|cci|stochastic|stochastics|mfi|\
        pe|volume|momentum|close} (reading|value|level|is|being|line|that|which) \
        {under|below|above|over|less|more|greater|higher|lower|crosses|crossing|at|of} => when @1 @2
        (a|an) {rsi|vix|pe} (reading|level) {below|under|above|over} (of) # => @1 @2 @3
        rsi levels|thresholds|bands|bounds|limits (of|at|are|is) # and|/ # => rsi @1 / @2
        rsi with (levels|thresholds|bands|bounds|limits|the) (of|at) # and|/ # => rsi @1 / @2
        rsi|stochastic|stochastics|cci says|shows|signals|indicates|flags|thinks|reads|suggests \
        (that) (it|the) (is|stock) => rsi is
        oversold (by|on|per|according) (to) (the|its) rsi => oversold
        overbought (by|on|per|according) (to) (the|its) rsi => overbought
        rsi hits|enters|reaches|touches|in|goes|dips|drops|falls (in|into|to) (the|an) \
        {oversold|overbought} (zone|area|region|territory|range) => rsi is @1
        {oversold|overbought} zone|area|region|range|condition|conditions|reading => @1
        (a|an|its|the) # {day|days|week|month|bar|period|hour} 1 => the @1 @2
        (a|an|its|the) # {day|week|month|bar|period|hour} line|curve|mark => the @1 @2 average
        # {day|days} trend line => @1 day average
        (a|an|its|the) # {day|week|month|bar|period|hour} mean|mav => the @1 @2 average
        mean|average (price) of (the) (last|past|previous) # {days|weeks|months|bars|sessions} \
        => @1 @2 average
        # {day|week|month|bar|period|hour} {ema|sma|average|ma} line => @1 @2 @3
        average line => average
        (a|the) {bullish|upward|positive} macd cross|crossover|crossing|signal => macd crosses \
        above its signal
        (a|the) {bearish|downward|negative} macd cross|crossover|crossing|signal => macd crosses \
        below its signal
        macd (line) (has|makes|does|gives|shows) (a) {bullish|upward|positive} \
        cross|crossover|crossing (of|over|with|through|above) (its|the) (signal) (line) => macd \
        crosses above its signal
        macd (line) (has|makes|does|gives|shows) (a) {bearish|downward|negative} \
        cross|crossover|crossing (of|under|with|through|below) (its|the) (signal) (line) => macd \
        crosses below its signal
        macd (line) goes|turns|gets|is|becomes bullish => macd crosses above its signal
        macd (line) goes|turns|gets|becomes bearish => macd crosses below its signal
        macd (line) {crosses|moves|goes|climbs|rises|breaks} up|over|above (through) (the|its) \
        signal (line) => macd crosses above its signal
        signal crossing|crossings|crosses|crossovers of the macd => macd
        mean|means reversion|reverting (strategy|trading|trade|system|play) \
        (on|with|using|at|of|around|to|via|off) (the|its) bollinger (bands|band) => bollinger \
        band mean reversion
        fade|fading (the|its) bollinger bands|band (back) (to) (the) (mean|middle) => bollinger \
        band mean reversion
        (buy|trade|trading|play) breakouts|breakout|breaks|break (out) \
        (of|from|through|above|beyond|using|with) (the|its) (upper) bollinger bands|band \
        (on|for|in|of) => bollinger breakout on
        bollingers|bbands|bband|bb|bollinger's (bands|band) => bollinger band
        lower|bottom|low bollinger|bb (band|bands) (line) => lower bollinger band
        upper|top bollinger|bb (band|bands) (line) => upper bollinger band
        middle|mid|center|centre|central (line|band) (of) (the) (bollinger) bands|band|line => \
        middle band
        keltner|donchian channels|band|bands|envelope => keltner channel
        breakout|breakouts|break (out) (of|from|above|through) (the|a|its) keltner \
        (channel|channels|band|bands) (on|in|for) => keltner channel breakout on
        breakout|breakouts (of|from|above|through) (the|a|its) donchian (channel|channels) \
        (on|in|for) => donchian channel breakout on
        turtles|turtle (style|trader|traders|trading) \
        (rules|system|method|strategy|way|approach) => turtle trading
        (the) parabolic (stop) (and) reverse => parabolic sar
        p sar|psar => parabolic sar
        w % r|range => williams r
        williams percent r|range => williams r
        commodity channel (index) => cci
        mfi|moneyflow => money flow index
        plus|positive (directional) di|dmi => plus di
        minus|negative (directional) di|dmi => minus di
        stochastic|stochastics|stoch (%) k => stochastic
        stoch|stochastics oscillator|indicator => stochastic
        volatility|vol targeting|targeted|target (,|:|=|of|at) % => volatility target of @1
        volatility|vol (target|targeting) (is|=|:) % => volatility target of @1
        (a) % volatility|vol (a|per) year|annum|annually|annual => @1 annual volatility
        size|scale|adjust|weight|lever (the) $ (position|exposure|stake) => @1
        (so|such) (that|as) (to) (its|the|keep|yearly|annual|holding) (its|the) \
        (annual|yearly|realised) volatility|vol (comes|is|stays|sits|lands|ends) (out) \
        (at|to|near|around|about) % => target @1 volatility
        (to) run|keep|hold|get|aim (for) (at) (a|its|an) (annual|constant) volatility|vol \
        (of|at|near|around) % => target @1 volatility
        (twice|double) (its|the) {average|usual|normal} volume (of|over) (the) (last|past) # \
        {days|sessions} => twice its @2 @3 average volume
        double|doubles (of) (its|the) => twice its
        2 x|times (its|the) => twice its
        time series|absolute|trend momentum => time series momentum
        ten year treasury|treasuries|note|bond (yields|yield|rate) (is) => 10 year yield is
        10 year|y|yr treasury|treasuries|note|bond|treasurys (yields|yield|rate|pays|yielding) \
        => 10 year yield
        """)
}
