package import StrategyLanguage

/// Makes the kernel that computes an operation.
///
/// The operation must not be a source (`.column`, `.barTime`, `.constant`): those have no inputs,
/// and the executor provides their values itself.
package func makeKernel(for operation: Operation) -> any Kernel {
    switch operation {
    case .column, .barTime, .constant:
        preconditionFailure("a source has no kernel")
    case .unary(.requireInteger): RequireIntegerKernel()
    case .unary(let function): UnaryKernel(function)
    case .binary(let function): BinaryKernel(function)
    case .select: SelectKernel()
    case .round(let decimals): RoundKernel(decimals: decimals)
    case .shift(let bars, let fill): ShiftKernel(bars: bars, fill: fill.value)
    case .latch(let bar): LatchKernel(bar: bar)
    case .cumulative(let function): CumulativeKernel(function)
    case .forwardFill(let limit): ForwardFillKernel(limit: limit)
    case .window(let function, let window): makeWindowKernel(function, window)
    case .exponential(let function, let weights): makeExponentialKernel(function, weights)
    case .calendar(let field): CalendarKernel(field)
    case .session(let function): SessionKernel(function)
    case .barsSince: BarsSinceKernel()
    case .talib(let function, let options):
        makeTALibKernel(function, options: options.map(\.value))
    case .vectorbt(let function): makeVectorbtKernel(function)
    case .scan(let program): makeScanKernel(program)
    }
}
