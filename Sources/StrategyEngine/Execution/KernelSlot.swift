/// Holds one kernel of whatever type; one virtual call runs a chunk.
class KernelSlot {
    func run(_ chunk: Chunk) {}
    func visitState(_ archive: inout StateArchive) {}
    var faultBar: Int? { nil }
}

private final class TypedKernelSlot<K: Kernel>: KernelSlot {
    private var kernel: K

    init(_ kernel: K) { self.kernel = kernel }

    override func run(_ chunk: Chunk) { kernel.run(chunk) }
    override func visitState(_ archive: inout StateArchive) { kernel.visitState(&archive) }
    override var faultBar: Int? { (kernel as? any FaultReportingKernel)?.faultBar }
}

/// Puts a kernel into a slot of its own type.
func makeSlot(_ kernel: some Kernel) -> KernelSlot { TypedKernelSlot(kernel) }
