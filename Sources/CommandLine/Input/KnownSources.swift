import AlmanacCore
import Archive
import DataSources
import Database
import Jobs

/// Names of sources that the queue is asked about.
///
/// A limit or a pause may be set before the first job of a source, so a name that nobody knows is
/// remarked upon there, and refused where something of it is to be shown or taken back.
extension DatabaseAccess {
    /// - Throws: `not_found` with the nearest name for a source that has no description, job, limit
    ///   or pause.
    func require(source name: String, _ transaction: Transaction) throws {
        if let error = try unknown(name, transaction) { throw error }
    }

    /// What to say of a setting for a source of which there is nothing yet; nil where there is.
    func remark(onSource name: String, _ transaction: Transaction) throws -> String? {
        guard let error = try unknown(name, transaction) else { return nil }
        return "note: \(error.message) yet; \(error.suggestion ?? "")\n"
    }

    private func unknown(
        _ name: String, _ transaction: Transaction
    ) throws -> AlmanacError? {
        let names =
            try SourceRegistry.all.map(\.name) + Sources.list(transaction).map(\.name)
            + queue.sourceNames(in: transaction)
        if names.contains(name) { return nil }
        return AlmanacError(
            .notFound, "there is no source '\(name)' and no job of one",
            details: ["source": .string(name)],
            suggestion: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
                ?? "jobs that fetch pages belong to a source named as their host is: example.org"
        )
    }
}
