extension Gazetteer {
    /// Companies, funds and coins that people write most about.
    package static let companies = Gazetteer(entries)

    /// The entries that come with the program; more can be put behind them.
    package static let entries: [Entry] = table.split(separator: "\n").map { line in
        var fields = line.split(separator: "|", omittingEmptySubsequences: false).map { field in
            field.split(separator: ",").map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }.filter { !$0.isEmpty }
        }
        while fields.count < 7 { fields.append([]) }
        var entry = Entry(symbol: fields[0].first ?? "")
        (entry.names, entry.words, entry.products) = (fields[1], fields[2], fields[3])
        (entry.people, entry.handles, entry.otherwise) = (fields[4], fields[5], fields[6])
        return entry
    }

    /// Symbol | names | names that are words too | products | people | handles | what it means
    /// something else in, with a star for the name.
    private static let table = """
        TSLA|Tesla, Tesla Motors||Model S, Model 3, Model X, Model Y, Cybertruck, Powerwall, \
        Powerpack, Gigafactory, Giga Berlin, Giga Texas, Giga Shanghai, Supercharger, \
        Superchargers, Tesla Semi, Autopilot|Elon Musk, Elon|tesla, teslamotors, elonmusk|\
        nikola *, * coil, * coils, * turbine, * mri, * scanner, * magnet
        AAPL|Apple Inc|Apple|iPhone, iPhones, iPad, iPads, MacBook, MacBooks, Apple Watch, \
        AirPods, iOS, iCloud, Apple Pay|Tim Cook|apple, tim_cook|* pie, * juice, \
        * cider, * orchard, * tree, * sauce
        MSFT|Microsoft||Windows 10, Windows 11, Xbox, Azure, Office 365, Surface Pro|Satya \
        Nadella|microsoft, satyanadella
        AMZN|Amazon.com|Amazon|Amazon Prime, Kindle, AWS, Alexa|Jeff Bezos, Andy \
        Jassy|amazon, jeffbezos|* river, * rainforest, * forest, \
        * basin, * jungle
        GOOGL|Google, Alphabet Inc|Alphabet|Android, YouTube, Gmail, Waymo, Pixel phone|Sundar \
        Pichai|google, sundarpichai
        META|Facebook, Meta Platforms|Meta|Instagram, WhatsApp, Oculus|Mark Zuckerberg, \
        Zuckerberg, Zuck|facebook, meta
        NVDA|Nvidia||GeForce, CUDA|Jensen Huang|nvidia
        AMD|Advanced Micro Devices||Ryzen, Radeon, EPYC|Lisa Su|amd, lisasu
        INTC|Intel Corp, Intel Corporation|Intel|Xeon|Pat Gelsinger|intel
        NFLX|Netflix|||Reed Hastings|netflix
        DIS|Walt Disney, Disney||Disney Plus, Pixar, ESPN|Bob Iger|disney, waltdisneyco
        GME|GameStop|||Ryan Cohen|gamestop, ryancohen
        AMC|AMC Entertainment, AMC Theatres|||Adam Aron|amctheatres, ceoadam
        BB|BlackBerry||||blackberry|upper *, lower *, middle *, * band, * bands, * squeeze
        PLTR|Palantir|||Alex Karp|palantirtech
        BABA|Alibaba||Taobao, Tmall|Jack Ma|alibabagroup
        BAC|Bank of America, BofA||||bankofamerica
        JPM|JPMorgan, JP Morgan, J.P. Morgan, JPMorgan Chase|||Jamie Dimon|jpmorgan
        GS|Goldman Sachs, Goldman||||goldmansachs
        MS|Morgan Stanley||||morganstanley
        C|Citigroup, Citibank, Citi||||citi
        WFC|Wells Fargo||||wellsfargo
        V|Visa Inc|Visa|||visa
        MA|MasterCard||||mastercard|moving *, day *, 5 *, 8 *, 9 *, 10 *, 13 *, \
        20 *, 21 *, 30 *, 34 *, 50 *, 55 *, 100 *, 150 *, 200 *, 50d *, 100d *, 200d *, * line, \
        * lines, * cross, * crossover, * crossovers
        PYPL|PayPal||Venmo||paypal
        SQ|Square Inc, Block Inc||Cash App||square
        COIN|Coinbase|||Brian Armstrong|coinbase
        HOOD|Robinhood|||Vlad Tenev|robinhoodapp
        F|Ford Motor, Ford Motors|Ford|F-150, Mustang Mach-E|Jim Farley|ford|harrison *, \
        henry *, gerald *, betty *, tom *
        GM|General Motors||Chevy Bolt|Mary Barra|gm
        GE|General Electric||||generalelectric
        BA|Boeing||737 MAX, 787 Dreamliner||boeing
        LMT|Lockheed Martin||||lockheedmartin
        CAT|Caterpillar Inc|Caterpillar|||caterpillarinc
        XOM|ExxonMobil, Exxon Mobil, Exxon||||exxonmobil
        CVX|Chevron||||chevron
        KO|Coca-Cola, Coca Cola|Coke|||cocacola, cocacolaco
        PEP|PepsiCo, Pepsi||||pepsico, pepsi
        MCD|McDonald's, McDonalds||Big Mac||mcdonalds
        SBUX|Starbucks||||starbucks
        NKE|Nike||Air Jordan||nike
        WMT|Walmart, Wal-Mart||||walmart
        TGT|Target Corp, Target Corporation|Target|||target|price *, dividend *, \
        sales *, revenue *, profit *, earnings *, eps *, growth *, inflation *, upside *, new *, \
        my *, next *, first *
        COST|Costco||||costco
        HD|Home Depot||||homedepot
        BBY|Best Buy Co|Best Buy|||bestbuy
        PG|Procter & Gamble, Procter and Gamble||||proctergamble
        JNJ|Johnson & Johnson, Johnson and Johnson||||jnjnews
        PFE|Pfizer||Comirnaty, Paxlovid||pfizer
        MRNA|Moderna||Spikevax||moderna_tx
        MRK|Merck||Keytruda||merck
        LLY|Eli Lilly||Mounjaro, Zepbound||lillypad
        UNH|UnitedHealth||||unitedhealthgrp
        GILD|Gilead Sciences, Gilead||Sovaldi, Harvoni||gileadsciences
        T|AT&T||||att
        VZ|Verizon||||verizon
        CMCSA|Comcast||||comcast
        CSCO|Cisco Systems, Cisco||Webex||cisco
        ORCL|Oracle Corp, Oracle Corporation|Oracle||Larry Ellison|oracle
        IBM|International Business Machines||||ibm
        CRM|Salesforce|||Marc Benioff|salesforce, benioff
        ADBE|Adobe||Photoshop||adobe
        UBER|Uber Technologies|Uber|Uber Eats||uber
        LYFT|Lyft||||lyft
        ABNB|Airbnb||||airbnb
        TWTR|Twitter Inc|Twitter||||on *, via *
        SNAP|Snap Inc, Snapchat||Spectacles||snapchat
        PINS|Pinterest||||pinterest
        SPOT|Spotify||||spotify
        SHOP|Shopify||||shopify
        ZM|Zoom Video|Zoom|||zoom|* in, * out, * into, * call, * link, * meeting
        RIVN|Rivian||||rivian
        LCID|Lucid Motors, Lucid Group|Lucid|||lucidmotors
        NIO|Nio Inc||||nioglobal
        TSM|Taiwan Semiconductor, TSMC||||
        MU|Micron Technology|Micron|||microntech
        QCOM|Qualcomm||Snapdragon||qualcomm
        AVGO|Broadcom||||broadcom
        UPS|United Parcel Service||||ups
        FDX|FedEx||||fedex
        GD|General Dynamics||||generaldynamics
        DAL|Delta Air Lines, Delta Airlines|Delta|||delta|* variant, * strain, \
        gamma *, * gamma, theta *, * theta, * neutral, * hedge, * hedging, * hedged, * river, \
        * iv, * heavy
        AAL|American Airlines||||americanair
        UAL|United Airlines||||united
        LUV|Southwest Airlines|Southwest|||southwestair
        BRK.B|Berkshire Hathaway, Berkshire|||Warren Buffett, Buffett, \
        Oracle of Omaha|
        SPY|S&P 500, SPX, S&P500||||
        QQQ|Nasdaq 100||||
        BTC|Bitcoin||||bitcoin
        ETH|Ethereum||||ethereum
        DOGE|Dogecoin||||dogecoin
        """
}
