import AlmanacCore
import Backtesting

extension NumberText {
    /// A figure of a run by its unit.
    static func metric(_ value: Double, _ unit: Metric.Unit, signed: Bool = false) -> String {
        switch unit {
        case .money: fixed(value, decimals: 2, signed: signed)
        case .fraction: percent(value, signed: signed)
        case .ratio: fixed(value, decimals: 2, signed: signed)
        case .count: fixed(value, decimals: 0)
        case .bars: fixed(value, decimals: value == value.rounded() ? 0 : 1)
        }
    }
}
