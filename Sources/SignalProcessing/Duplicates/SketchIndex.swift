/// Sketches in the order of their coming, found by any band that they have in common.
///
/// For each band a table of chains: the latest sketch of a bucket leads to the one before it, so
/// that nothing is searched for or moved when the oldest sketches end.
/// - Complexity: about 900 bytes for each sketch; finding costs a step for each band and each
///   sketch that shares one, of which the latest 64 count.
struct SketchIndex: Sendable {
    /// The numbers by which the sketches were added, in ascending order.
    private var owners: [Int] = []
    private var values: [UInt32] = []
    /// For each sketch and band one more than the place of the sketch before it; 0 ends a chain.
    private var links: [UInt32] = []
    /// For each band and bucket one more than the place of the latest sketch.
    private var heads: [UInt32] = []
    private var bucketBits = 0
    /// How many sketches at the beginning have ended.
    private var ended = 0
    /// By which search each sketch was compared last.
    private var seen: [UInt32] = []
    private var search: UInt32 = 0

    private static let mostCompared = 64

    /// Adds a sketch; numbers must ascend.
    mutating func add(_ sketch: MinHash, number: Int) {
        append(sketch.values[...], number)
        if heads.isEmpty || owners.count > 1 << (bucketBits - 1) {
            rebuild { _ in true }
        } else {
            link(owners.count - 1)
        }
    }

    /// The sketch of a number; empty where there is none.
    func sketch(of number: Int) -> [UInt32] {
        var (low, high) = (ended, owners.count)
        while low < high {
            let middle = (low + high) / 2
            if owners[middle] < number { low = middle + 1 } else { high = middle }
        }
        guard low < owners.count, owners[low] == number else { return [] }
        return Array(values[low * MinHash.count..<(low + 1) * MinHash.count])
    }

    /// The most similar of the sketches with a band in common that may be compared, the earliest
    /// where several are.
    mutating func nearest(
        to sketch: MinHash, where isComparable: (Int) -> Bool
    ) -> (number: Int, similarity: Double)? {
        guard !owners.isEmpty else { return nil }
        if search == .max { (search, seen) = (0, [UInt32](repeating: 0, count: seen.count)) }
        search += 1
        var best: (place: Int, equal: Int)?
        for band in 0..<MinHash.bandCount {
            var place = Int(heads[bucket(sketch.values, 0, band)]) - 1
            var matches = 0
            while place >= ended, matches < Self.mostCompared {
                if isEqual(place, sketch, band) {
                    matches += 1
                    if seen[place] != search {
                        seen[place] = search
                        let equal = equalCount(place, sketch)
                        let isBetter = best.map {
                            equal > $0.equal || equal == $0.equal && place < $0.place
                        }
                        if isBetter ?? true, isComparable(owners[place]) {
                            best = (place, equal)
                        }
                    }
                }
                place = Int(links[place * MinHash.bandCount + band]) - 1
            }
        }
        return best.map { (owners[$0.place], Double($0.equal) / Double(MinHash.count)) }
    }

    /// Ends all sketches of numbers below one.
    mutating func end(before number: Int) {
        while ended < owners.count, owners[ended] < number { ended += 1 }
        // Moved together now and then, so that ending costs the same for each sketch.
        if ended > 1_024, ended * 2 > owners.count { rebuild { _ in true } }
    }

    /// Takes sketches out.
    mutating func remove(_ isRemoved: (Int) -> Bool) { rebuild { !isRemoved($0) } }

    private mutating func append(_ sketch: ArraySlice<UInt32>, _ number: Int) {
        owners.append(number)
        values.append(contentsOf: sketch)
        for _ in 0..<MinHash.bandCount { links.append(0) }
        seen.append(0)
    }

    /// Makes the chains anew of the sketches that stay.
    private mutating func rebuild(_ stays: (Int) -> Bool) {
        let old = self
        self = SketchIndex()
        for place in old.ended..<old.owners.count where stays(old.owners[place]) {
            let start = place * MinHash.count
            append(old.values[start..<start + MinHash.count], old.owners[place])
        }
        bucketBits = 6
        // A bucket has seldom more than one chain, so that few sketches are looked at in vain.
        while 1 << bucketBits < owners.count * 4 { bucketBits += 1 }
        heads = [UInt32](repeating: 0, count: MinHash.bandCount << bucketBits)
        for place in owners.indices { link(place) }
    }

    private mutating func link(_ place: Int) {
        for band in 0..<MinHash.bandCount {
            let bucket = bucket(values, place * MinHash.count, band)
            links[place * MinHash.bandCount + band] = heads[bucket]
            heads[bucket] = UInt32(place + 1)
        }
    }

    /// The place of a band's bucket among the heads.
    private func bucket(_ values: [UInt32], _ start: Int, _ band: Int) -> Int {
        let first = start + band * MinHash.bandLength
        let low = UInt64(values[first]) | UInt64(values[first + 1]) << 32
        let high = UInt64(values[first + 2]) | UInt64(values[first + 3]) << 32
        let key = mixed(low ^ mixed(high))
        return band << bucketBits | Int(key >> UInt64(64 - bucketBits))
    }

    private func isEqual(_ place: Int, _ sketch: MinHash, _ band: Int) -> Bool {
        let (start, first) = (place * MinHash.count, band * MinHash.bandLength)
        for index in first..<first + MinHash.bandLength
        where values[start + index] != sketch.values[index] { return false }
        return true
    }

    private func equalCount(_ place: Int, _ sketch: MinHash) -> Int {
        let start = place * MinHash.count
        var equal = 0
        for index in 0..<MinHash.count where values[start + index] == sketch.values[index] {
            equal += 1
        }
        return equal
    }
}
