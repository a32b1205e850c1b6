/// The names of strategies with the words that go with them.
extension AnyOrder {
    /// Words that say nothing where a strategy is named.
    static let neutral: Set<String> = Vocabulary.fillers.union(
        """
        do doing done go goes going gone long buy buying buys bought purchase apply applied \
        style approach approaches method methods model setup setups play playing plays plain \
        basic classic classical standard ordinary normal usual regular quick old good school \
        take taking takes give gives given get gets into at as its his her their some kind type \
        sort from off version idea ideas liked check signal signals indicator indicators company \
        etf fund coin chart or two both pair my our your me mine one uses used according based \
        basis way ways traded held hold holding invest investing invested investment money put \
        puts tell much many see look looks looking pls plz thing things stuff about over kindly \
        tested tries technique techniques decide decides decided drive driven drives let lets \
        rely relying they them purely alone only just mainly mostly historically history past \
        results \
        result return returns returned performing fared fare doing been making make makes earn \
        made bring brought happened happen ever any every each time whenever with within the \
        following follow follows followed mechanical automatic rules-based algorithm algo code \
        robot bot dollars capital shares share equity stock's around interested off depending \
        depends whose themselves around ride riding accordingly those these being each other
        another got was were something but while along doing such similar companies name names set
        which that's would've happend how'd talk talks talked heard are is me he again back when \
        traded apply inputs along should driving feel feeling feels
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// These and more words that say nothing beside a name, though they may elsewhere.
    static let around: Set<String> = neutral.union(
        """
        merit sense program source sources places place everybody everyone folks community crowd \
        means come comes coming act acts acting combined together plain dear grateful lengths \
        length fared tend tends outcome through under by attached prefer call calls called wilder \
        wilders wilder's connors welles larry appel read reads program computer machine of
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// The rows, of which the first that fits is taken.
    static let rows = table(
        """
        macd ; line|lines|cross|crosses|crossing|crossings|crossover|crossovers|signal|\
        histogram's|trading => macd strategy on $1
        macd ; line|lines|cross|crosses|crossing|crossover|crossovers|settings|setting|\
        parameters => macd #1 #2 #3 on $1
        supertrend ; trading|line|flips => supertrend on $1
        super trend ; trading|line => supertrend on $1
        sar ; parabolic|stop|reverse|trading => parabolic sar on $1
        psar ; trading => parabolic sar on $1
        stochastic|stochastics|stoch ; oscillator|trading|slow|fast => stochastic strategy on $1
        keltner ; channel|channels|band|bands|breakout|breakouts|break|breaks|out|above|of|\
        trading|upper => keltner channel breakout on $1
        donchian ; channel|channels|breakout|breakouts|break|breaks|out|of|trading|day|days|bars|\
        period|window|lookback => donchian channel breakout on $1 with #1 days
        donchian ; channel|channels|breakout|breakouts|break|breaks|out|of|trading => donchian on $1
        turtle|turtles ; their|eighties|famous|trading|trader|traders|rules|dennis|richard|system \
        => turtle trading on $1
        bollinger breakout|breakouts|break|breaks|breaking ; \
        band|bands|out|upper|above|of|trading|volatility|through|top|side|bust|busts|push|\
        pushes|upside => bollinger breakout on $1
        bollinger reversion|reverting|revert|fade|fading|bounce|mean|returning|returns ; \
        band|bands|mean|back|lower|middle|price|bets|bet|betting|to|trading|snap|snapping|after|\
        leaving|whether|see => bollinger band mean \
        reversion on $1
        reversion|reverting|revert|reverts ; mean|average|price|trading|to => mean reversion on $1
        time series momentum ; trading|own|past|return|returns|absolute => time series \
        momentum on $1
        momentum ; month|months|day|days|week|weeks|year|years|price|trading|lookback|window|\
        horizon|period => #1 ~1 momentum on $1
        momentum ; price|trading => momentum strategy on $1
        trend average|averages|ma|sma|mean ; out|following|follow|follower|moving|line|simple|day|\
        days|bar|period|periods => $1 trend following with the #1 day average
        trend following|follow|follower|trends ; trading => trend following on $1
        trendfollowing ; trading => trend following on $1
        golden cross|crosses ; of|50|200|day|average|averages|crosses|trading => golden cross on $1
        goldencross ; trading => golden cross on $1
        exponential|ema|emas triple|three ; moving|average|averages|cross|crossing|crossover|\
        system|day|days|lines|ma|mas => triple ema #1 #2 #3 on $1
        triple|three average|averages|ma|mas|sma ; moving|cross|crossing|crossover|system|day|\
        days|lines|simple => triple moving average #1 #2 #3 on $1
        exponential|ema|emas cross|crosses|crossing|crossover|crossovers|crossings ; \
        moving|average|averages|ma|mas|day|days|period|periods|bar|bars|line|lines|over|above => \
        #1 / #2 ema crossover on $1
        average|averages|ma|mas|sma|smas cross|crosses|crossing|crossover|crossovers|crossings ; \
        moving|simple|dual|day|days|period|periods|bar|bars|line|lines|over|above => #1 / #2 sma \
        crossover on $1
        crossover|crossovers ; day|days|period|bars => #1 / #2 moving average crossover on $1
        ; portfolio|mix|split|allocation|allocate|weights|weight|weighted|rebalance|rebalanced|\
        rebalancing|hold|own|keep|remaining|rest|other|remainder|cash|at|goes|go|stocks|bonds|\
        half|each => %1 $1 and %2 $2
        january ; effect|anomaly|seasonality|trading => january effect on $1
        halloween ; effect|indicator|seasonality|trading|anomaly => halloween strategy on $1
        santa|christmas rally ; claus|clause|effect|seasonality|christmas|trading|year|end|year's|\
        show|shows|up|during|only|works|then|than|new => santa claus rally on $1
        may sell ; in|and|away|go|adage|saying|seasonality|trading => sell in may and go away \
        with $1
        turn month ; month's|months|ends|end|start|effect|seasonality|trading|of|pattern|\
        anomaly => turn of the month \
        on $1
        drift earnings ; post|announcement|announcements|after|effect|pead|surprise|trading => \
        post earnings drift on $1
        pead ; drift|effect|trading|after|the|earnings|release|announcement => post earnings \
        drift on $1
        best|strongest|top|winner|leader|highest|better|stronger|most|rotate|rotating|rotation ; \
        relative|strength|ranked|rank|ranking|month|\
        performer|performers|performing|performance|performed|rotate|rotating|rotation|switch|\
        switching|momentum|last|past|previous|trailing|month|months|week|weeks|day|days|year|\
        years|that|which|whichever|did|best|has|had|have|did|rose|gained|up|between|among|\
        amongst|across|each|every|hold|own|keep|move|re|evaluate|out|three|pick|picking|own|over|\
        check => rotate between $* by #1 ~1 return
        parity risk ; \
        mix|split|allocation|portfolio|weights|weighted|weighting|between|across|balanced|trading \
        => \
        risk parity of $*
        inverse volatility|vol ; portfolio|weights|weighted|weighting|between|across|by => risk \
        parity of $*
        dual momentum ; between|across|among|amongst|relative|absolute|trading|portfolio|rotate|\
        rotation => dual momentum on $*
        equal|equally|evenly|same|even|fifty ; \
        reset|all|weight|weights|weighted|weighting|portfolio|parts|\
        part|amounts|amount|split|splitting|shares|proportion|proportions|between|across|among|\
        amongst|rebalance|rebalanced|rebalancing|rebalances|hold|own|keep|divide|divided|sized|\
        sizes|allocation|allocate|all|three|basket|mix|build|construct|create|have|having|that|\
        which|year|basis|spread => $* equal weight
        vol|volatility target|targeting|targeted|targets|size|sized|sizing|scale|scaled|scaling|\
        keep|aim|aims|aimed|adjusted|up|down|for|aiming|constant|steady ; \
        at|to|near|around|annual|annualised|annualized|yearly|\
        year|so|that|such|out|comes|stays|position|exposure|stable|level|per => target %1 \
        volatility on $1
        buy|buying|bought|buys hold|holding|held|keep|kept|holds|forever ; \
        once|never|sell|selling|sold|forever|then|never|let|sit|simply|passive|passively|entire|\
        whole|period|through|along => buy and hold $1
        buy|own|hold|owning|holding|keep forever|permanently|indefinitely ; simply => buy and \
        hold $1
        rsi ; \
        whose|are|bought|sell|sells|selling|relative|strength|index|level|levels|threshold|\
        thresholds|bounds|\
        limits|settings|and|oversold|overbought|band|bands|trading => rsi #1 / #2 on $1
        rsi ; relative|strength|index|oscillator|trading|oversold|overbought => rsi strategy on $1
        fed|fomc announcements|announcement|meetings|meeting|decisions|decision|statements|news|\
        policy ; federal|reserve|the|announces|react|reacting|around|on|after|trading|rate|of => \
        trade $1 on fed announcements
        reserve federal ; announcements|announcement|meetings|meeting|decisions|decision|\
        statements|news|policy|react|reacting|trading|rate|of => trade $1 on fed announcements
        opposite|inverse|fade|fading|contrary|against|reverse|contrarian ; \
        wrong|he|always|thinks|sentiment|mood|what|whatever|says|say|thinks|think|tweets|posts|of|\
        saying|does|bet|\
        betting|trading|crowd|opinion|opinions|recommends => do the opposite of @* on $1
        tweets|tweet|tweeting|posts|post|sentiment|mood|says|say|saying|written|feeling|feels|tone|\
        vibe|vibes|opinion|chatter|headlines|headline|news|twitter|talk|thinks|writes|decide|\
        decides|\
        driven|drive|drives|steer|steers|guide|guided|based|signal|signals|according ; \
        tweets|tweet|posts|post|sentiment|mood|signal|what|says|trading|combined|plus|users|user|\
        subreddit|account|headline|headlines|score|analysis|social|media|read|reading|reads|\
        coverage|articles|crowd|people|folks|there => trade $1 based on @* sentiment
        copy|copying|mirror|mirroring|follow|following|imitate|shadow|tail|trades|trade|\
        piggyback|replicate|same|copycat ; trades|trade|purchases|buys|does|disclosures|\
        disclosed|whatever|what|stock|of|made|moves|transactions|filings|deals|does|into|too|also|\
        holdings|portfolio|picks|congresswoman|representative|speaker|rep|doing|own => copy &1 \
        trades in $1
        copy|copying|mirror|mirroring|follow|following|imitate|shadow|tail|piggyback|replicate|\
        same|copycat ; trades|trade|purchases|buys|does|disclosures|disclosed|whatever|what|of|\
        made|moves|transactions|filings|deals|portfolio|holdings|picks|own|congresswoman|\
        representative|speaker|rep|doing => copy &1 trades
        whatever|everything|anything|what|all ; buys|buy|buying|purchases|bought|what|that|copy|\
        mirror|follow|imitate|shadow|track|stocks|does|acquires|acquire|all|else => buy whatever \
        &1 buys
        buying|buy|buys|purchases|purchase|purchasing ; insider|trading|own|company's|out => &1 \
        buying on $1
        buying|buy|buys|purchases|purchase|purchasing|bought|purchased|acquire|acquires|acquiring \
        ; \
        when|whenever|if|once|while|copy|follow|he|she|they|up|after|own|company's|too|also|\
        same|after|does|did|so|then|us|has|\
        have|who => buy $1 when &1 buy
        ; \
        signal|signals|predicts|predict|predicting|interest|guide|indicator|tells|data|input|cue|\
        trigger|volume|number|popularity|when => use ?* to trade $1
        pair|pairs|spread|against|versus|vs ; \
        tend|tends|move|together|lookback|formation|window|day|days|standard|deviations|\
        deviation|sigma|sigmas|sd|stdev|z|score|ratio|entering|enter|entry|at|width|threshold|\
        bands|trading|arbitrage|arb|stat|statistical|between|period => pairs trade $1 and $2 \
        over #1 ~1 at #2 standard deviations
        pair|pairs|spread|arb|arbitrage|statarb ; \
        tend|tends|move|together|trading|arbitrage|arb|stat|statistical|between|against|versus|vs \
        => \
        pairs trade $1 and $2
        ; portfolio|mix|split|allocation|allocate|weights|weight|weighted|ratio|stocks|bonds|\
        rebalance|rebalanced|hold|own|keep|between|same|mixture => #1 / #2 $*
        """)
}
