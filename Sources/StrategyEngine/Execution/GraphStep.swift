import StrategyLanguage

/// A node that computes: how, and where its inputs and outputs lie.
///
/// Plain data: the graph's runner owns what it points to.
struct GraphStep {
    /// How one bar is computed: by an elementwise function where that is all, else by the kernel.
    private enum SingleBar {
        case unary(UnaryFunction)
        case binary(BinaryFunction)
        case choice
        case kernel
    }

    /// The index of the node in its graph.
    let node: Int
    private let singleBar: SingleBar
    private let slot: Unmanaged<KernelSlot>
    private let inputs: UnsafePointer<UnsafePointer<Double>>
    private let outputs: UnsafePointer<UnsafeMutablePointer<Double>>

    init(
        node: Int, operation: Operation, slot: KernelSlot,
        inputs: UnsafePointer<UnsafePointer<Double>>,
        outputs: UnsafePointer<UnsafeMutablePointer<Double>>
    ) {
        self.node = node
        self.slot = .passUnretained(slot)
        self.inputs = inputs
        self.outputs = outputs
        singleBar =
            switch operation {
            case .unary(.requireInteger): .kernel
            case .unary(let function): .unary(function)
            case .binary(let function): .binary(function)
            case .select: .choice
            default: .kernel
            }
    }

    /// Computes the next bars.
    func run(_ count: Int) {
        let chunk = Chunk(inputs: inputs, outputs: outputs, count: count)
        slot._withUnsafeGuaranteedRef { $0.run(chunk) }
    }

    /// Computes the next bar, without a call for what takes no longer than one.
    @inline(__always)
    func runBar() {
        switch singleBar {
        case .unary(let function): outputs[0].pointee = function.value(inputs[0].pointee)
        case .binary(let function):
            outputs[0].pointee = function.value(inputs[0].pointee, inputs[1].pointee)
        case .choice:
            outputs[0].pointee = choose(
                inputs[0].pointee, inputs[1].pointee, inputs[2].pointee)
        case .kernel: run(1)
        }
    }
}
