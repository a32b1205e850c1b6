import TimeSeries

/// From a file's bytes to the aligned columns that a strategy runs on.
let dataBenchmarks: [Benchmark] = [
    Benchmark(
        name: "csv-read-ohlcv", purpose: "the goal is 1 M rows a second on one core",
        items: 250_000, item: "row"
    ) {
        let bytes = Array(csvText(250_000).utf8)
        return { blackHole(try CSVReader.read(bytes: bytes, name: "bars.csv")) }
    },
    Benchmark(
        name: "align-1m-one-slot", purpose: "bars that are aligned already pass through",
        items: 1_000_000, item: "bar"
    ) {
        let request = AlignmentRequest(
            slots: [slot("prices", 1_000_000, .minute1)], executionFrequency: .minute1)
        return { blackHole(try align(request)) }
    },
    Benchmark(
        name: "align-1m-as-of-daily", purpose: "a coarser slot joined as of each bar's close",
        items: 1_000_000, item: "bar"
    ) {
        let request = AlignmentRequest(
            slots: [
                slot("prices", 1_000_000, .minute1), slot("daily", 700, .day1, minutes: 1_440),
            ],
            executionFrequency: .minute1)
        return { blackHole(try align(request)) }
    },
    Benchmark(
        name: "align-1m-resample-hourly", purpose: "finer bars put together", items: 1_000_000,
        item: "bar"
    ) {
        let request = AlignmentRequest(
            slots: [slot("prices", 1_000_000, .minute1)], executionFrequency: .hour1)
        return { blackHole(try align(request)) }
    },
]

private func slot(
    _ name: String, _ count: Int, _ frequency: Frequency, minutes: Int = 1
) -> AlignmentRequest.Slot {
    AlignmentRequest.Slot(
        name: name,
        frame: Frame(
            times: syntheticTimes(count, minutes: minutes), columns: syntheticColumns(count)),
        frequency: frequency)
}

/// A file of one-minute bars with four decimals, about 60 bytes a row.
private func csvText(_ count: Int) -> String {
    let columns = syntheticColumns(count)
    var text = "timestamp,open,high,low,close,volume\n"
    for (bar, time) in syntheticTimes(count).enumerated() {
        text += time.iso8601
        for column in columns {
            let scaled = Int((column.values[bar] * 10_000).rounded())
            let fraction = String(scaled % 10_000)
            text += ",\(scaled / 10_000)."
            text += String(repeating: "0", count: 4 - fraction.count) + fraction
        }
        text += "\n"
    }
    return text
}
