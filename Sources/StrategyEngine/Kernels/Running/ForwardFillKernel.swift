/// Carries the last value forward over missing ones, at most `limit` bars in a row.
struct ForwardFillKernel: Kernel1 {
    private let limit: Int
    private var last = Double.nan
    private var age = 0

    /// Makes the kernel; without a limit values are carried to the end.
    init(limit: Int?) {
        self.limit = limit ?? .max
    }

    mutating func next(_ x: Double) -> Double {
        if x == x {
            last = x
            age = 0
            return x
        }
        if age < limit {
            age += 1
        } else {
            last = .nan
        }
        return last
    }

    mutating func visitState(_ archive: inout StateArchive) {
        archive.visit(&last)
        archive.visit(&age)
    }
}
