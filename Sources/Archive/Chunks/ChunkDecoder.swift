package import AlmanacCore

/// Reads the bytes of chunks; one instance serves one thread and keeps its buffers between chunks.
///
/// - Errors: Bytes that are cut short, damaged or no chunk at all are refused with a `dataFetch`
///   error; nothing is read outside them, whatever they are.
package final class ChunkDecoder {
    private let unpacker = ZstandardUnpacker()
    private let plane = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: ChunkFormat.mostRows)
    private let scratch = UnsafeMutableBufferPointer<Double>.allocate(
        capacity: ChunkFormat.mostRows)
    /// Numbers of streams that others refer to, and where a prediction is made.
    private var buffers: [UnsafeMutableBufferPointer<Int64>] = []
    private var isRead: [Bool] = []

    /// Makes a decoder.
    package init() {}

    deinit {
        plane.deallocate()
        scratch.deallocate()
        for buffer in buffers { buffer.deallocate() }
    }

    /// The number of rows and columns of a chunk.
    package func shape(of bytes: [UInt8]) throws(AlmanacError) -> (rows: Int, columns: Int) {
        try reading(bytes) { (chunk) throws(DamagedChunk) in (chunk.rows, chunk.columns) }
    }

    /// Reads times, moments and some columns into rows that are long enough.
    ///
    /// - Parameters:
    ///   - columns: The chunk's column for each column of `rows`; one that the chunk does not have
    ///     is missing in all its rows.
    ///   - start: The first row to fill.
    /// - Returns: The number of rows read.
    package func read(
        _ bytes: [UInt8], columns: [Int], into rows: inout SeriesRows, at start: Int
    ) throws(AlmanacError) -> Int {
        precondition(columns.count == rows.columns.count, "a column to fill for each one named")
        return try reading(bytes) { (chunk) throws(DamagedChunk) -> Int in
            guard chunk.rows <= rows.count - start else {
                throw DamagedChunk(reason: "it has more rows than its record says")
            }
            let range = start..<start + chunk.rows
            try rows.times.withUnsafeMutableBufferPointer { (times) throws(DamagedChunk) in
                try copyMoments(chunk, stream: 0, into: times, range)
            }
            try rows.knownAt.withUnsafeMutableBufferPointer { (known) throws(DamagedChunk) in
                try copyMoments(chunk, stream: 1, into: known, range)
            }
            for (index, column) in columns.enumerated() {
                try rows.columns[index].withUnsafeMutableBufferPointer {
                    (values) throws(DamagedChunk) in
                    try readColumn(
                        chunk, column, into: UnsafeMutableBufferPointer(rebasing: values[range]))
                }
            }
            return chunk.rows
        }
    }

    /// All rows and columns of a chunk.
    package func rows(of bytes: [UInt8]) throws(AlmanacError) -> SeriesRows {
        let (count, columns) = try shape(of: bytes)
        var rows = SeriesRows(count: count, columns: columns)
        _ = try read(bytes, columns: Array(0..<columns), into: &rows, at: 0)
        return rows
    }

    private func reading<Value>(
        _ bytes: [UInt8], _ body: (ChunkLayout) throws(DamagedChunk) -> Value
    ) throws(AlmanacError) -> Value {
        do throws(DamagedChunk) {
            return try bytes.withUnsafeBufferPointer { (buffer) throws(DamagedChunk) in
                let chunk = try ChunkLayout(UnsafeRawBufferPointer(buffer))
                isRead = Array(repeating: false, count: chunk.streams.count + 1)
                return try body(chunk)
            }
        } catch {
            throw AlmanacError(
                .dataFetch, "a chunk of stored values is damaged: \(error.reason)",
                details: ["reason": .string(error.reason), "bytes": .integer(bytes.count)],
                suggestion: "`almanac archive verify` lists what is damaged; restore it from a"
                    + " backup or import it again")
        }
    }

    // MARK: - Streams

    private func buffer(_ index: Int, _ rows: Int) -> UnsafeMutableBufferPointer<Int64> {
        while buffers.count <= index {
            buffers.append(.allocate(capacity: ChunkFormat.mostRows))
        }
        return UnsafeMutableBufferPointer(rebasing: buffers[index][..<rows])
    }

    private func copyMoments(
        _ chunk: ChunkLayout, stream: Int, into target: UnsafeMutableBufferPointer<Int64>,
        _ range: Range<Int>
    ) throws(DamagedChunk) {
        let numbers = try integers(chunk, stream)
        _ = UnsafeMutableBufferPointer(rebasing: target[range]).update(fromContentsOf: numbers)
    }

    /// The numbers of a stream, read once for a chunk.
    private func integers(
        _ chunk: ChunkLayout, _ number: Int
    ) throws(DamagedChunk) -> UnsafeMutableBufferPointer<Int64> {
        let numbers = buffer(number, chunk.rows)
        if isRead[number] { return numbers }
        var stream = try chunk.body(number)
        let form = number < 2 ? nil : try ColumnFit.Header(&stream, rows: chunk.rows).form
        try readIntegers(&stream, chunk, number, form, into: numbers)
        isRead[number] = true
        return numbers
    }

    private func readIntegers(
        _ stream: inout ByteStream, _ chunk: ChunkLayout, _ number: Int, _ form: NumberForm?,
        into numbers: UnsafeMutableBufferPointer<Int64>
    ) throws(DamagedChunk) {
        let prediction = try IntegerStream.readPrediction(
            &stream, number: number, rows: chunk.rows)
        let first = IntegerPlanes.unfolded(try stream.varint())
        let step = try stream.varint()
        var predicted = UnsafeBufferPointer(numbers)
        switch prediction {
        case .first, .previous: break
        case .row(let reference):
            predicted = UnsafeBufferPointer(try integers(chunk, reference))
        case .scaled(let reference, let factors):
            predicted = try predict(chunk, factors, reference, form ?? .bits)
        }
        try IntegerPlanes.read(&stream, into: numbers, plane: plane, unpacker)
        IntegerStream.restore(
            numbers, by: prediction, first: first, step: step, predicted: predicted)
    }

    private func predict(
        _ chunk: ChunkLayout, _ factors: [Prediction.Factor], _ reference: Int, _ form: NumberForm
    ) throws(DamagedChunk) -> UnsafeBufferPointer<Int64> {
        guard reference >= 2 else {
            throw DamagedChunk(reason: "a column is told from moments")
        }
        let base = try integers(chunk, reference)
        var body = try chunk.body(reference)
        let baseForm = try ColumnFit.Header(&body, rows: chunk.rows).form
        let values = UnsafeMutableBufferPointer(rebasing: scratch[..<chunk.rows])
        baseForm.values(of: UnsafeBufferPointer(base), into: values)
        let predicted = buffer(chunk.streams.count, chunk.rows)
        IntegerStream.predict(factors, of: form, values: values, into: predicted)
        return UnsafeBufferPointer(predicted)
    }

    private func readColumn(
        _ chunk: ChunkLayout, _ column: Int, into values: UnsafeMutableBufferPointer<Double>
    ) throws(DamagedChunk) {
        guard column < chunk.columns else {
            values.update(repeating: .nan)
            return
        }
        let numbers = try integers(chunk, column + 2)
        var body = try chunk.body(column + 2)
        let header = try ColumnFit.Header(&body, rows: chunk.rows)
        header.form.values(of: UnsafeBufferPointer(numbers), into: values)
        header.patch(values)
    }
}

/// Where the parts of a chunk lie in its bytes.
private struct ChunkLayout {
    let rows: Int
    let columns: Int
    /// The bytes of each stream.
    let streams: [UnsafeRawBufferPointer]
    private let checksums: [UInt64]

    init(_ bytes: UnsafeRawBufferPointer) throws(DamagedChunk) {
        var stream = ByteStream(bytes)
        for byte in ChunkFormat.mark where try stream.byte() != byte {
            throw DamagedChunk(reason: "it does not begin as a chunk does")
        }
        rows = try stream.count(upTo: ChunkFormat.mostRows)
        columns = try stream.count(upTo: ChunkFormat.mostColumns)
        var lengths: [Int] = []
        for _ in 0..<columns + 2 { lengths.append(try stream.count(upTo: bytes.count)) }
        let head = UnsafeRawBufferPointer(rebasing: bytes[..<stream.position])
        guard try stream.littleEndian(bytes: 4) == XXHash64.hash(head) & 0xFFFF_FFFF else {
            throw DamagedChunk(reason: "its header's checksum is wrong")
        }
        var streams: [UnsafeRawBufferPointer] = []
        var checksums: [UInt64] = []
        for length in lengths {
            checksums.append(try stream.littleEndian(bytes: 4))
            streams.append(try stream.slice(length))
        }
        guard stream.position == bytes.count else {
            throw DamagedChunk(reason: "bytes follow its end")
        }
        self.streams = streams
        self.checksums = checksums
    }

    /// The bytes of a stream, once they are known to be whole.
    func body(_ number: Int) throws(DamagedChunk) -> ByteStream {
        guard XXHash64.hash(streams[number]) & 0xFFFF_FFFF == checksums[number] else {
            throw DamagedChunk(reason: "the checksum of stream \(number) is wrong")
        }
        return ByteStream(streams[number])
    }
}
