import AlmanacCore

/// The files that a command is asked to write: a page, trades and the equity.
struct OutputFiles {
    private let report: (path: String, charts: String)?
    private let trades: String?
    private let equity: String?

    /// Finds out what is asked for; what is missing for it is said before the work, not after it.
    init(_ arguments: Arguments) throws(AlmanacError) {
        report = try arguments.value("--report").map { path throws(AlmanacError) in
            (path, try ChartLibrary.source())
        }
        trades = arguments.value("--trades")
        equity = arguments.value("--equity")
        for case let path? in [report?.path, trades, equity] {
            try FileSystem.requireWritable(path)
        }
    }

    /// Writes the files that are asked for.
    /// - Returns: Their paths.
    func write(
        page: (_ charts: String) -> String, trades: () -> String,
        equity: () -> String
    ) throws(AlmanacError) -> [String] {
        var files: [(path: String, text: String)] = []
        if let report { files.append((report.path, page(report.charts))) }
        if let path = self.trades { files.append((path, trades())) }
        if let path = self.equity { files.append((path, equity())) }
        for (path, text) in files { try FileSystem.write(text, to: path) }
        return files.map(\.path)
    }
}
