import AlmanacCore
package import TimeSeries

/// Makes the client of a source.
package enum SourceClients {
    /// The client that reads a source for a request.
    ///
    /// - Throws: `unauthorized` where a key is missing that it needs, `validation` for what the
    ///   source cannot give.
    package static func make(
        _ source: SourceDescription, _ request: DataRequest, keys: SourceKeys, now: Timestamp
    ) throws -> any SourceClient {
        switch source.name {
        case "yahoo": return try YahooChart(request, now: now)
        default:
            throw AlmanacError(
                .validation, "\(source.title) cannot be asked by this build",
                details: ["source": .string(source.name)],
                suggestion: "almanac source list")
        }
    }
}
