/// How a stream of integers is told from what precedes it.
enum Prediction: Equatable {
    /// Each number by its distance from the first.
    case first
    /// Each number by its distance from the one before.
    case previous
    /// Each number by its distance from the same row of an earlier stream.
    case row(stream: Int)
    /// Each number by its distance from an earlier column's value times a factor that holds for a
    /// number of rows, as adjusted prices follow from prices between two dividends.
    case scaled(stream: Int, [Factor])

    /// A factor and for how many rows it holds.
    struct Factor: Equatable {
        var rows: Int
        var factor: Double
    }

    var code: UInt8 {
        switch self {
        case .first: 0
        case .previous: 1
        case .row: 2
        case .scaled: 3
        }
    }

    /// The stream that it refers to.
    var reference: Int? {
        switch self {
        case .first, .previous: nil
        case .row(let stream), .scaled(let stream, _): stream
        }
    }
}

/// A stream of integers on its way to bytes or back.
///
/// Bytes: the kind of prediction, the stream referred to and its factors, the first remainder, the
/// greatest common divisor of the others' distances from it, and these in planes. All arithmetic
/// wraps, so that any 64 bits come back.
enum IntegerStream {
    /// What is left of numbers when their prediction is taken away; `residuals` and `predicted` are
    /// as long as the numbers.
    static func residuals(
        of integers: UnsafeBufferPointer<Int64>, by prediction: Prediction,
        predicted: UnsafeBufferPointer<Int64>, into residuals: UnsafeMutableBufferPointer<Int64>
    ) -> (first: Int64, step: UInt64) {
        guard let start = integers.first else { return (0, 1) }
        var first = start
        switch prediction {
        case .first:
            for row in integers.indices { residuals[row] = integers[row] &- first }
        case .previous:
            residuals[0] = 0
            for row in 1..<max(1, integers.count) {
                residuals[row] = integers[row] &- integers[row - 1]
            }
        case .row, .scaled:
            first = start &- predicted[0]
            for row in integers.indices {
                residuals[row] = integers[row] &- predicted[row] &- first
            }
        }
        return (first, commonStep(UnsafeBufferPointer(residuals)))
    }

    private static func commonStep(_ values: UnsafeBufferPointer<Int64>) -> UInt64 {
        var step: UInt64 = 0
        for value in values where value != 0 {
            var (a, b) = (value.magnitude, step)
            while b != 0 { (a, b) = (b, a % b) }
            step = a
            if step == 1 { return 1 }
        }
        // The least number's magnitude is no positive 64-bit number to divide by.
        return step == 0 || step > UInt64(Int64.max) ? 1 : step
    }

    static func append(
        _ residuals: UnsafeMutableBufferPointer<Int64>, of prediction: Prediction, first: Int64,
        step: UInt64, to bytes: inout [UInt8], _ packer: ZstandardPacker
    ) {
        bytes.append(prediction.code)
        if let reference = prediction.reference { bytes.append(varint: reference) }
        if case .scaled(_, let factors) = prediction {
            bytes.append(varint: factors.count)
            for factor in factors {
                bytes.append(varint: factor.rows)
                bytes.append(littleEndian: factor.factor.bitPattern, bytes: 8)
            }
        }
        bytes.append(varint: IntegerPlanes.folded(first))
        bytes.append(varint: step)
        if step > 1 {
            let divisor = Int64(step)
            for row in residuals.indices { residuals[row] /= divisor }
        }
        IntegerPlanes.append(UnsafeBufferPointer(residuals), to: &bytes, packer)
    }

    /// Reads the prediction of a stream, which may refer to earlier streams only.
    static func readPrediction(
        _ stream: inout ByteStream, number: Int, rows: Int
    ) throws(DamagedChunk) -> Prediction {
        let code = try stream.byte()
        guard code <= 3 else { throw DamagedChunk(reason: "a stream is of no known kind") }
        if code == 0 { return .first }
        if code == 1 { return .previous }
        let reference = try stream.count(upTo: max(0, number - 1))
        guard reference < number else {
            throw DamagedChunk(reason: "a stream refers to one that does not precede it")
        }
        if code == 2 { return .row(stream: reference) }
        var factors: [Prediction.Factor] = []
        var covered = 0
        for _ in 0..<(try stream.count(upTo: rows)) {
            let length = try stream.count(upTo: rows - covered)
            let factor = Double(bitPattern: try stream.littleEndian(bytes: 8))
            factors.append(Prediction.Factor(rows: length, factor: factor))
            covered += length
        }
        guard covered == rows else { throw DamagedChunk(reason: "factors miss rows") }
        return .scaled(stream: reference, factors)
    }

    /// Turns what planes hold back into numbers, in place.
    static func restore(
        _ values: UnsafeMutableBufferPointer<Int64>, by prediction: Prediction, first: Int64,
        step: UInt64, predicted: UnsafeBufferPointer<Int64>
    ) {
        if step > 1 {
            let factor = Int64(truncatingIfNeeded: step)
            for row in 0..<values.count { values[row] = values[row] &* factor }
        }
        switch prediction {
        case .first:
            for row in 0..<values.count { values[row] = values[row] &+ first }
        case .previous:
            var last = first
            for row in 0..<values.count {
                last = last &+ values[row]
                values[row] = last
            }
        case .row, .scaled:
            for row in 0..<values.count {
                values[row] = values[row] &+ predicted[row] &+ first
            }
        }
    }

    /// The numbers that factors and an earlier column's values predict.
    ///
    /// The reference's values are given in `values` and lost.
    static func predict(
        _ factors: [Prediction.Factor], of form: NumberForm,
        values: UnsafeMutableBufferPointer<Double>,
        into predicted: UnsafeMutableBufferPointer<Int64>
    ) {
        var row = 0
        for part in factors {
            for index in row..<row + part.rows { values[index] *= part.factor }
            row += part.rows
        }
        form.integers(of: UnsafeBufferPointer(values), into: predicted)
    }
}
