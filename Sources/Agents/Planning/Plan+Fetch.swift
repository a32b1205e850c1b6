public import DataSources

extension Plan {
    /// What to fetch of a source, and what becomes of it.
    public struct Fetch: Sendable, Equatable {
        /// What is asked for; the range is the fetcher's.
        public var request: DataRequest
        /// How it becomes a signal.
        public var reading: SignalReading
    }
}
