/// A column's values as integers of a form, with what does not fit set aside.
struct ColumnFit {
    var form: NumberForm
    var integers: [Int64]
    /// The rows whose value is the one NaN that means missing.
    var missing: [Bool]
    /// Rows whose value the form cannot give back, and what their bits differ by.
    var exceptions: [Exception]
    /// The forms that a sample of the values has.
    private var candidates: [NumberForm] = []

    /// A value that is not what its integer stands for.
    struct Exception {
        var row: Int
        /// What to add to the bits of the integer's value, with wrapping.
        var difference: Int64
    }

    /// Looks for the form that makes the numbers smallest.
    ///
    /// - Parameter last: What was chosen for the rows before, which is kept where it was chosen
    ///   among the same forms and every value has it.
    /// - Complexity: O(n) for a few forms; all others are ruled out by a sample.
    init(_ values: UnsafeBufferPointer<Double>, last: Choice?) {
        let missing = values.map { $0.bitPattern == Double.nan.bitPattern }
        let candidates = Self.candidates(values, missing)
        if let last, last.candidates == candidates, last.form != .bits,
            let fit = Self.fit(values, last.form, missing), fit.exceptions.isEmpty
        {
            self = fit
            self.candidates = candidates
            return
        }
        var best = Self.fit(values, .bits, missing)
        var bestCost = best.map { Self.cost($0) } ?? .max
        for form in candidates {
            guard let fit = Self.fit(values, form, missing) else { continue }
            let cost = Self.cost(fit)
            if cost < bestCost { (best, bestCost) = (fit, cost) }
        }
        self = best ?? ColumnFit(form: .bits, integers: [], missing: missing, exceptions: [])
        self.candidates = candidates
    }

    /// A form and what it was chosen among.
    struct Choice {
        var form: NumberForm
        var candidates: [NumberForm]
    }

    /// What was chosen here, for the rows that follow.
    var choice: Choice { Choice(form: form, candidates: candidates) }

    private init(
        form: NumberForm, integers: [Int64], missing: [Bool],
        exceptions: [Exception]
    ) {
        self.form = form
        self.integers = integers
        self.missing = missing
        self.exceptions = exceptions
    }

    /// Of each family of forms the first exponents by which a sample comes back.
    private static func candidates(
        _ values: UnsafeBufferPointer<Double>, _ missing: [Bool]
    ) -> [NumberForm] {
        let stride = max(1, values.count / 64)
        let rows = Swift.stride(from: 0, to: values.count, by: stride).filter { !missing[$0] }
        let sample = rows.map { values[$0] }
        if sample.isEmpty { return [NumberForm(family: .decimal)] }
        // Sums of decimals end in noise, and a few values of a column may be of another kind.
        let tolerated = sample.count / 3
        func fits(_ form: NumberForm) -> Bool {
            var misses = 0
            return sample.withUnsafeBufferPointer { values in
                var position = 0
                while position < values.count {
                    let part = UnsafeBufferPointer(
                        rebasing: values[position..<min(position + 8, values.count)])
                    misses += mismatches(part, form)
                    if misses > tolerated { return false }
                    position += 8
                }
                return true
            }
        }
        var found: [NumberForm] = []
        for family in NumberForm.Family.scaled {
            var scales = NumberForm.scales.indices.lazy
                .filter { fits(NumberForm(family: family, scale: $0)) }.makeIterator()
            for _ in 0..<2 {
                if let next = scales.next() {
                    found.append(NumberForm(family: family, scale: next))
                }
            }
        }
        let single = NumberForm(family: .single)
        if fits(single) { found.append(single) }
        return found
    }

    private static func mismatches(
        _ values: UnsafeBufferPointer<Double>, _ form: NumberForm
    ) -> Int {
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: 8) { integers in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 8) { back in
                let integers = UnsafeMutableBufferPointer(rebasing: integers[..<values.count])
                form.integers(of: values, into: integers)
                form.values(of: UnsafeBufferPointer(integers), into: back)
                return values.indices.reduce(0) {
                    $0 + (back[$1].bitPattern == values[$1].bitPattern ? 0 : 1)
                }
            }
        }
    }

    private static func fit(
        _ values: UnsafeBufferPointer<Double>, _ form: NumberForm, _ missing: [Bool]
    ) -> ColumnFit? {
        var integers = [Int64](repeating: 0, count: values.count)
        var exceptions: [Exception] = []
        let most = 4 + values.count / 3
        let isClose = integers.withUnsafeMutableBufferPointer { integers in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: values.count) { back in
                form.integers(of: values, into: integers)
                form.values(of: UnsafeBufferPointer(integers), into: back)
                var last: Int64 = 0
                for row in values.indices {
                    let difference = Int64(
                        bitPattern: values[row].bitPattern &- back[row].bitPattern)
                    if difference == 0, !missing[row] {
                        last = integers[row]
                        continue
                    }
                    // Noise in the last bits keeps its integer. What stands aside repeats the row
                    // before, which costs nothing.
                    if missing[row] || difference.magnitude > 1 << 20 { integers[row] = last }
                    last = integers[row]
                    if missing[row] { continue }
                    exceptions.append(Exception(row: row, difference: difference))
                    if exceptions.count > most { return false }
                }
                guard !exceptions.isEmpty else { return true }
                form.values(of: UnsafeBufferPointer(integers), into: back)
                for index in exceptions.indices {
                    let row = exceptions[index].row
                    exceptions[index].difference = Int64(
                        bitPattern: values[row].bitPattern &- back[row].bitPattern)
                }
                return true
            }
        }
        guard isClose else { return nil }
        return ColumnFit(
            form: form, integers: integers, missing: missing, exceptions: exceptions)
    }

    private static func cost(_ fit: ColumnFit) -> Int {
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: fit.integers.count + 1) { buffer in
            let residuals = UnsafeMutableBufferPointer(rebasing: buffer[..<fit.integers.count])
            return fit.integers.withUnsafeBufferPointer { integers in
                [Prediction.first, .previous].reduce(.max) { best, prediction in
                    let (_, step) = IntegerStream.residuals(
                        of: integers, by: prediction, predicted: integers, into: residuals)
                    return min(
                        best, IntegerPlanes.cost(UnsafeBufferPointer(residuals), step: step))
                }
            }
        }
            + fit.exceptions.reduce(0) {
                $0 + 16 + 64 - IntegerPlanes.folded($1.difference).leadingZeroBitCount
            }
    }

    // MARK: - Bytes

    func appendHeader(to bytes: inout [UInt8]) {
        bytes.append(form.family.rawValue)
        bytes.append(UInt8(form.scale))
        var runs: [Int] = []
        var isMissing = false
        var length = 0
        for row in missing {
            if row != isMissing {
                runs.append(length)
                (isMissing, length) = (row, 0)
            }
            length += 1
        }
        // The last run goes without saying.
        bytes.append(varint: runs.count)
        for run in runs { bytes.append(varint: run) }
        bytes.append(varint: exceptions.count)
        var last = 0
        for exception in exceptions {
            bytes.append(varint: exception.row - last)
            bytes.append(varint: IntegerPlanes.folded(exception.difference))
            last = exception.row
        }
    }

    /// The header of a column, as it is read back.
    struct Header {
        var form: NumberForm
        var missing: [Range<Int>] = []
        var exceptions: [Exception] = []

        init(_ stream: inout ByteStream, rows: Int) throws(DamagedChunk) {
            let family = try stream.byte()
            guard let form = NumberForm(family: family, scale: try stream.byte()) else {
                throw DamagedChunk(reason: "a column is of no known form")
            }
            self.form = form
            var row = 0
            let runs = try stream.count(upTo: rows)
            for run in 0..<runs {
                let length = try stream.count(upTo: rows - row)
                if run % 2 == 1 { missing.append(row..<row + length) }
                row += length
            }
            if runs % 2 == 1 { missing.append(row..<rows) }
            row = 0
            for _ in 0..<(try stream.count(upTo: rows)) {
                row += try stream.count(upTo: max(0, rows - 1 - row))
                let difference = IntegerPlanes.unfolded(try stream.varint())
                exceptions.append(Exception(row: row, difference: difference))
            }
            guard exceptions.isEmpty || row < rows else {
                throw DamagedChunk(reason: "a row in it does not exist")
            }
        }

        /// Puts missing values and exceptions into their rows.
        func patch(_ values: UnsafeMutableBufferPointer<Double>) {
            for exception in exceptions {
                let bits = values[exception.row].bitPattern
                values[exception.row] = Double(
                    bitPattern: bits &+ UInt64(bitPattern: exception.difference))
            }
            for run in missing {
                UnsafeMutableBufferPointer(rebasing: values[run]).update(repeating: .nan)
            }
        }
    }
}
