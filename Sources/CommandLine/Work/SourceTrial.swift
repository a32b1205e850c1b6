import AlmanacCore
import DataSources
import Networking
import TimeSeries

/// One small call of a source, to see whether it answers and its answer can be read.
struct SourceTrial {
    let source: SourceDescription
    let request: DataRequest

    /// Makes a trial with the source's example, of the last month where there is a range.
    init(_ source: SourceDescription, target: String? = nil) {
        self.source = source
        var request = DataRequest(source.gives.first ?? .page, target ?? source.example)
        request.maximumRecords = 1
        self.request = request
    }

    /// Tries it; what comes is kept like anything else that is fetched.
    @discardableResult
    func run(_ access: SourceAccess) throws(AlmanacError) -> PullOutcome {
        var request = request
        if PullPlan.isRanged(request.kind) {
            let now = access.services.clock.now()
            request.from = now.advanced(byNanoseconds: -14 * Timestamp.nanosecondsPerDay)
        }
        let pull = access.chain(source)
        return try waitFor { [request] in try await pull.run(request, refresh: true) }
    }
}
