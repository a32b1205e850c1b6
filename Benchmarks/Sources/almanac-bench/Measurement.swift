import AlmanacCore
import Glibc

/// What the samples of one benchmark say.
struct Measurement {
    var benchmark: Benchmark
    /// Seconds for one call, one value a sample, in ascending order.
    var samples: [Double]
    /// Seconds of processor time for one call, likewise: what waiting for others does not lengthen.
    var processorSamples: [Double]

    /// The middle sample, which a few disturbed ones do not move.
    var median: Double { quantile(0.5, of: samples) }

    /// The middle sample of processor time.
    var processorMedian: Double { quantile(0.5, of: processorSamples) }

    /// The median distance from the median: how far a typical sample lies off.
    var spread: Double { spread(of: samples) }

    private func spread(of samples: [Double]) -> Double {
        let middle = quantile(0.5, of: samples)
        return quantile(0.5, of: samples.map { abs($0 - middle) }.sorted())
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
            "p90": .number(quantile(0.9, of: samples)),
            "min": .number(samples[0]),
            "cpu_median": .number(processorMedian),
            "cpu_mad": .number(spread(of: processorSamples)),
            "cpu_min": .number(processorSamples[0]),
            "items_per_second": .number(Double(benchmark.items) / median),
            "items_per_cpu_second": .number(Double(benchmark.items) / processorMedian),
        ]
    }

    /// The figures as one line for a person.
    var line: String {
        let name = benchmark.name.padding(to: 32)
        let items = Double(benchmark.items)
        return "\(name) \(time(median).padding(to: 11))± \(time(spread).padding(to: 11))"
            + "cpu \(time(processorMedian).padding(to: 11))"
            + "\(rounded(processorMedian / items * 1e9)) ns/\(benchmark.item)"
            + "  \(count(items / processorMedian)) \(benchmark.item)s/s"
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
        var processorSeconds: [Double] = []
        for _ in 0..<samples {
            let before = processorTime()
            let elapsed = try clock.measure { for _ in 0..<repeats { try work() } }
            seconds.append(elapsed / .seconds(1) / Double(repeats))
            processorSeconds.append((processorTime() - before) / Double(repeats))
        }
        return Measurement(
            benchmark: benchmark, samples: seconds.sorted(),
            processorSamples: processorSeconds.sorted())
    }
}

/// The value below which a share of ascending values lies, interpolated between neighbours.
private func quantile(_ share: Double, of values: [Double]) -> Double {
    let position = share * Double(values.count - 1)
    let low = Int(position)
    let high = min(low + 1, values.count - 1)
    return values[low] + (values[high] - values[low]) * (position - Double(low))
}

/// The seconds for which the process has had a processor.
private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
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
