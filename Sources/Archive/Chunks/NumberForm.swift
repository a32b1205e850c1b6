/// How the doubles of a column and integers stand for each other.
///
/// A form is used for values that come back bit for bit; the encoder checks each one and keeps
/// what the others differ by.
struct NumberForm: Equatable {
    /// How a value follows from its integer.
    var family: Family
    /// The place of the scale in ``scales``; the lowest for families without one.
    var scale = 0

    /// How values follow from integers.
    enum Family: UInt8, CaseIterable {
        /// The integer is the double's own bits.
        case bits
        /// The integer is the bits of a single that the double equals.
        case single
        /// `k / scale`: decimals as text writes them.
        case decimal
        /// The single that is next to `k / scale`: decimals that went through single precision.
        case singleDecimal
        /// That single written with six decimals and read again, as in many files of Yahoo's.
        case singleSixDecimals

        static let scaled: [Family] = [.decimal, .singleDecimal, .singleSixDecimals]
    }

    static let bits = NumberForm(family: .bits)

    /// What integers are divided by, in the order in which scales are tried: powers of ten, then
    /// cents and fractions after splits that are no power of ten, as 3 for 1 and 7 for 1.
    static let scales: [Double] =
        [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
        + (0...10).map { (0..<$0).reduce(1.0) { scale, _ in scale * 10 } }
        + [300, 600, 700, 900, 1_200, 1_400, 1_800, 2_800, 5_600, 22_400, 96, 192]

    /// Adding this to a double below 2^51 in magnitude leaves its nearest integer in the low bits:
    /// it rounds without a call and never traps, whatever the value is.
    static let rounder = 0x1.8p52

    init(family: Family, scale: Int = 0) {
        self.family = family
        self.scale = scale
    }

    /// A form as chunks write it; nil where there is none of this kind.
    init?(family: UInt8, scale: UInt8) {
        guard let family = Family(rawValue: family),
            Family.scaled.contains(family) ? scale < Self.scales.count : scale == 0
        else { return nil }
        self.init(family: family, scale: Int(scale))
    }

    /// The distance between the values of neighbouring integers near a value.
    func unit(near value: Double) -> Double {
        switch family {
        case .bits: value.ulp
        case .single: Double(Float(value).ulp)
        default: 1 / Self.scales[scale]
        }
    }

    @inline(__always)
    static func nearestInteger(_ value: Double) -> Int64 {
        Int64(bitPattern: (value + rounder).bitPattern) &- Int64(bitPattern: rounder.bitPattern)
    }

    @inline(__always)
    static func double(_ integer: Int64) -> Double {
        Double(bitPattern: UInt64(bitPattern: integer &+ Int64(bitPattern: rounder.bitPattern)))
            - rounder
    }

    /// The integers that stand for values; one that has none gets some integer.
    func integers(
        of values: UnsafeBufferPointer<Double>, into integers: UnsafeMutableBufferPointer<Int64>
    ) {
        switch family {
        case .bits:
            for row in values.indices {
                integers[row] = Int64(bitPattern: values[row].bitPattern)
            }
        case .single:
            for row in values.indices {
                integers[row] = Int64(Float(values[row]).bitPattern)
            }
        default:
            if let tens {
                for row in values.indices {
                    integers[row] = Self.nearestInteger(values[row] / tens)
                }
            } else {
                let scale = Self.scales[scale]
                for row in values.indices {
                    integers[row] = Self.nearestInteger(values[row] * scale)
                }
            }
        }
    }

    /// What integers are multiplied by where the scale is below one: a tenth has no exact double.
    private var tens: Double? {
        let scale = Self.scales[scale]
        return scale < 1 ? (1 / scale).rounded() : nil
    }

    /// The values that integers stand for.
    func values(
        of integers: UnsafeBufferPointer<Int64>, into values: UnsafeMutableBufferPointer<Double>
    ) {
        let count = integers.count
        switch family {
        case .bits:
            for row in 0..<count {
                values[row] = Double(bitPattern: UInt64(bitPattern: integers[row]))
            }
        case .single:
            for row in 0..<count {
                let bits = UInt32(truncatingIfNeeded: integers[row])
                values[row] = Double(Float(bitPattern: bits))
            }
        case .decimal, .singleDecimal, .singleSixDecimals:
            if let tens {
                for row in 0..<count { values[row] = Self.double(integers[row]) * tens }
            } else {
                let scale = Self.scales[scale]
                for row in 0..<count { values[row] = Self.double(integers[row]) / scale }
            }
            if family == .decimal { return }
            for row in 0..<count { values[row] = Double(Float(values[row])) }
            if family == .singleDecimal { return }
            for row in 0..<count {
                values[row] = (values[row] * 1e6 + Self.rounder - Self.rounder) / 1e6
            }
        }
    }
}
