/// What a piece of terminal text means, and so how it is coloured.
enum TerminalColour {
    case plain, strong, faint, good, bad, warning, strategy, benchmark

    /// The parameters of the SGR sequence; the eight basic colours follow the terminal's theme.
    var code: String? {
        switch self {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .good: "32"
        case .bad: "31"
        case .warning: "33"
        case .strategy: "36"
        case .benchmark: "33"
        }
    }
}
