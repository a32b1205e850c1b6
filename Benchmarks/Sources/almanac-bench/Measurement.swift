import AlmanacCore

/// What the samples of one benchmark say.
struct Measurement {
    var benchmark: Benchmark
    /// Seconds for one call, one value a sample, in ascending order.
    var samples: [Double]

    /// The middle sample, which a few disturbed ones do not move.
    var median: Double { quantile(0.5) }

    /// The median distance from the median: how far a typical sample lies off.
    var spread: Double {
        let distances = samples.map { abs($0 - median) }.sorted()
        return Measurement(benchmark: benchmark, samples: distances).median
    }

    /// The sample below which a share of them lies, interpolated between neighbours.
    func quantile(_ share: Double) -> Double {
        let position = share * Double(samples.count - 1)
        let low = Int(position)
        let high = min(low + 1, samples.count - 1)
        return samples[low] + (samples[high] - samples[low]) * (position - Double(low))
    }

    /// The figures as JSON; times in seconds.
    var json: JSON {
        [
            "name": .string(benchmark.name),
            "item": .string(benchmark.item),
            "items": .integer(benchmark.items),
            "samples": .integer(samples.count),
            "median": .number(median),
            "mad": .number(spread),
            "p90": .number(quantile(0.9)),
            "min": .number(samples[0]),
            "items_per_second": .number(Double(benchmark.items) / median),
        ]
    }

    /// The figures as one line for a person.
    var line: String {
        let name = benchmark.name.padding(to: 32)
        let rate = Double(benchmark.items) / median
        return "\(name) \(time(median).padding(to: 11))± \(time(spread).padding(to: 11))"
            + "p90 \(time(quantile(0.9)).padding(to: 11))\(count(rate)) \(benchmark.item)s/s"
    }
}

/// How long and how often to measure.
struct Plan {
    /// Calls before the first sample go on for at least this long.
    var warmUp: Duration = .milliseconds(300)
    /// A sample repeats a short call until it has taken this long, far above the clock's step.
    var sample: Duration = .milliseconds(10)
    /// How many samples.
    var samples = 21

    /// Measures one benchmark by a monotonic clock.
    func measure(_ benchmark: Benchmark) throws -> Measurement {
        let clock = ContinuousClock()
        let work = try benchmark.prepare()
        var calls = 0
        let start = clock.now
        repeat {
            try work()
            calls += 1
        } while clock.now - start < warmUp
        let perCall = (clock.now - start) / calls
        let repeats = max(1, Int((sample / perCall).rounded(.up)))

        var seconds: [Double] = []
        for _ in 0..<samples {
            let elapsed = try clock.measure { for _ in 0..<repeats { try work() } }
            seconds.append(elapsed / .seconds(1) / Double(repeats))
        }
        return Measurement(benchmark: benchmark, samples: seconds.sorted())
    }
}

private func time(_ seconds: Double) -> String {
    let (value, unit) =
        seconds >= 1
        ? (seconds, "s") : seconds >= 1e-3 ? (seconds * 1e3, "ms") : (seconds * 1e6, "µs")
    return "\(rounded(value)) \(unit)"
}

private func count(_ value: Double) -> String {
    value >= 1e9
        ? "\(rounded(value / 1e9)) G"
        : value >= 1e6 ? "\(rounded(value / 1e6)) M" : "\(rounded(value / 1e3)) k"
}

private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
