/// Turns rows of a series into the bytes of one chunk; one instance serves one thread.
///
/// A chunk is a header with the number of rows and the length of each stream, then the streams:
/// times, the moments at which rows became known, and the columns. Each part has a checksum, so
/// that a reader may skip columns and still notices damage.
/// - Determinism: The same chunks in the same order give the same bytes: each column's form is
///   tried first in the chunk after.
package final class ChunkEncoder {
    private let packer: ZstandardPacker
    private var streams: [Stream] = []
    /// The forms of the columns of the chunk before.
    private var choices: [ColumnFit.Choice] = []

    /// What later streams of the chunk may refer to.
    private struct Stream {
        var form: NumberForm?
        var integers: [Int64]
        /// How many streams must be read before this one.
        var depth: Int
    }

    /// Makes an encoder.
    package init(level: Int32 = 3) { packer = ZstandardPacker(level: level) }

    /// The bytes of a range of rows, at most ``ChunkFormat/mostRows`` of them.
    package func encode(_ rows: SeriesRows, _ range: Range<Int>) -> [UInt8] {
        precondition(range.count <= ChunkFormat.mostRows, "a chunk has a bounded number of rows")
        precondition(rows.columns.count <= ChunkFormat.mostColumns)
        streams.removeAll(keepingCapacity: true)
        var bodies = [
            encodeMoments(Array(rows.times[range])), encodeMoments(Array(rows.knownAt[range])),
        ]
        for column in rows.columns {
            bodies.append(
                column.withUnsafeBufferPointer {
                    encodeColumn(UnsafeBufferPointer(rebasing: $0[range]))
                })
        }
        var bytes = ChunkFormat.mark
        bytes.append(varint: range.count)
        bytes.append(varint: rows.columns.count)
        for body in bodies { bytes.append(varint: body.count) }
        bytes.append(littleEndian: ChunkFormat.checksum(bytes), bytes: 4)
        for body in bodies {
            bytes.append(littleEndian: ChunkFormat.checksum(body), bytes: 4)
            bytes += body
        }
        return bytes
    }

    private func encodeMoments(_ moments: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        appendStream(moments, form: nil, to: &bytes)
        return bytes
    }

    private func encodeColumn(_ values: UnsafeBufferPointer<Double>) -> [UInt8] {
        let column = streams.count - 2
        let fit = ColumnFit(values, last: column < choices.count ? choices[column] : nil)
        if column < choices.count {
            choices[column] = fit.choice
        } else {
            choices.append(fit.choice)
        }
        var bytes: [UInt8] = []
        fit.appendHeader(to: &bytes)
        appendStream(fit.integers, form: fit.form, values: values, to: &bytes)
        return bytes
    }

    private func appendStream(
        _ integers: [Int64], form: NumberForm?, values: UnsafeBufferPointer<Double>? = nil,
        to bytes: inout [UInt8]
    ) {
        let count = integers.count
        var depth = 0
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, count)) { residuals in
            let residuals = UnsafeMutableBufferPointer(rebasing: residuals[..<count])
            integers.withUnsafeBufferPointer { integers in
                var best = (prediction: Prediction.first, cost: Int.max)
                func consider(_ prediction: Prediction, _ predicted: [Int64], extra: Int = 0) {
                    let cost = predicted.withUnsafeBufferPointer { predicted in
                        let (_, step) = IntegerStream.residuals(
                            of: integers, by: prediction, predicted: predicted, into: residuals)
                        return extra
                            + IntegerPlanes.cost(UnsafeBufferPointer(residuals), step: step)
                    }
                    if cost < best.cost { best = (prediction, cost) }
                }
                consider(.first, [])
                consider(.previous, [])
                // Another stream must be clearly better, since a reader has to read it as well.
                let margin = count / 8
                for (number, stream) in streams.enumerated() where stream.depth < 2 {
                    guard (stream.form == nil) == (form == nil) else { continue }
                    if stream.form == form {
                        consider(.row(stream: number), stream.integers, extra: margin)
                    }
                }
                if best.cost > 12 * count, let form, let values {
                    considerScaled(values, form, consider)
                }
                let predicted = self.predicted(best.prediction, form)
                let (first, step) = predicted.withUnsafeBufferPointer {
                    IntegerStream.residuals(
                        of: integers, by: best.prediction, predicted: $0, into: residuals)
                }
                IntegerStream.append(
                    residuals, of: best.prediction, first: first, step: step, to: &bytes, packer)
                depth = best.prediction.reference.map { streams[$0].depth + 1 } ?? 0
            }
        }
        streams.append(Stream(form: form, integers: integers, depth: depth))
    }

    /// Tries the last few columns as what this one is a multiple of.
    private func considerScaled(
        _ values: UnsafeBufferPointer<Double>, _ form: NumberForm,
        _ consider: (Prediction, [Int64], Int) -> Void
    ) {
        for (number, stream) in streams.enumerated().suffix(4) {
            guard stream.form != nil else { continue }
            let reference = referenceValues(number)
            guard let factors = FactorFit.factors(of: values, to: reference, form) else { continue }
            let prediction = Prediction.scaled(stream: number, factors)
            consider(prediction, predicted(prediction, form), 80 * factors.count)
        }
    }

    private func referenceValues(_ number: Int) -> [Double] {
        let stream = streams[number]
        return [Double](unsafeUninitializedCapacity: stream.integers.count) { values, count in
            stream.integers.withUnsafeBufferPointer {
                (stream.form ?? .bits).values(of: $0, into: values)
            }
            count = stream.integers.count
        }
    }

    private func predicted(_ prediction: Prediction, _ form: NumberForm?) -> [Int64] {
        switch prediction {
        case .first, .previous: return []
        case .row(let number): return streams[number].integers
        case .scaled(let number, let factors):
            var values = referenceValues(number)
            return [Int64](unsafeUninitializedCapacity: values.count) { predicted, count in
                values.withUnsafeMutableBufferPointer {
                    IntegerStream.predict(
                        factors, of: form ?? .bits, values: $0, into: predicted)
                }
                count = streams[number].integers.count
            }
        }
    }
}
