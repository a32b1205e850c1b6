import AlmanacCore
import CommandLine
import Foundation
import Synchronization
import TimeSeries

/// Runs a command line in this process and keeps what it says.
struct CommandRunner {
    var exitCode: Int32 = 0
    var output = ""
    var complaint = ""

    init(
        _ words: [String], input: String = "", environment: [String: String] = [:],
        now: @escaping @Sendable () -> Timestamp = { Timestamp(nanoseconds: 0) }, width: Int = 80
    ) {
        let streams = Streams()
        exitCode = Almanac.run(
            words,
            console: Console(
                write: { text in streams.output.withLock { $0 += text } },
                complain: { text in streams.complaint.withLock { $0 += text } },
                readInput: { _ in .success(Array(input.utf8)) },
                environment: { environment[$0] }, now: now, width: width))
        output = streams.output.withLock { $0 }
        complaint = streams.complaint.withLock { $0 }
    }

    /// Runs a command line on a thread of its own.
    ///
    /// For commands that wait for asynchronous work: waiting on a thread of the cooperative pool
    /// could keep that very work from running.
    static func onOwnThread(
        _ words: [String], input: String = "", environment: [String: String] = [:],
        now: @escaping @Sendable () -> Timestamp = { Timestamp(nanoseconds: 0) }
    ) async -> CommandRunner {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    returning: CommandRunner(
                        words, input: input, environment: environment, now: now))
            }
        }
    }

    /// The output as JSON.
    func json() throws -> JSON { try JSON.parse(output) }

    private final class Streams: Sendable {
        let output = Mutex("")
        let complaint = Mutex("")
    }
}
