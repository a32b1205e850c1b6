import TimeSeries

/// Reads arbitrary bytes as a file of posts and sends them through all steps; returns whatever the
/// bytes are.
///
/// The entry for a fuzzer: any crash, endless loop or boundless memory is a fault. Checks as well
/// that posts come out in order and that what is masked holds no more to mask.
package func exercisePostFile(_ bytes: [UInt8]) {
    var options = PostFile.Options()
    options.skipBadRows = true
    // Refusing such bytes is the expected outcome, so the error itself does not matter.
    guard let file = try? PostFile(bytes, name: "fuzz", options: options) else { return }
    var pipeline = PostPipeline(SignalPipeline.steps())
    let read = pipeline.process(file.posts)
    for (before, after) in zip(read, read.dropFirst()) {
        precondition(before.post.knownAt <= after.post.knownAt, "posts must be in order")
    }
    for post in read {
        precondition((0...1).contains(post.novelty), "novelty is a share")
        precondition((-1...1).contains(post.sentiment?.score ?? 0), "a score is within -1 and 1")
        precondition(post.weight >= 0, "weights are not negative")
    }
    var other = PostPipeline(SignalPipeline.steps())
    let isRestored: Void? = try? other.restore(pipeline.savedState())
    precondition(isRestored != nil, "a state that was saved can be restored")
    // These bytes as a state may be refused, but not crash.
    try? other.restore(bytes)
}
