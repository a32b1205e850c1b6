/// Holds one kernel of whatever type; one virtual call runs a chunk.
class KernelSlot {
    func run(_ chunk: Chunk) {}
    func visitState(_ archive: inout StateArchive) {}
    var faultBar: Int? { nil }
}

/// The kernel lies in memory of its own: a stored property of a class would be guarded against
/// simultaneous access at run time, at each bar of a live run.
private final class TypedKernelSlot<K: Kernel>: KernelSlot {
    private let kernel: UnsafeMutablePointer<K>

    init(_ kernel: K) {
        self.kernel = .allocate(capacity: 1)
        self.kernel.initialize(to: kernel)
    }

    deinit {
        kernel.deinitialize(count: 1)
        kernel.deallocate()
    }

    override func run(_ chunk: Chunk) { kernel.pointee.run(chunk) }
    override func visitState(_ archive: inout StateArchive) { kernel.pointee.visitState(&archive) }
    override var faultBar: Int? { (kernel.pointee as? any FaultReportingKernel)?.faultBar }
}

/// Puts a kernel into a slot of its own type.
func makeSlot(_ kernel: some Kernel) -> KernelSlot { TypedKernelSlot(kernel) }
