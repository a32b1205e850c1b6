/// Whether something can be filled or valued at a number: it is finite and above zero.
@inline(__always)
func isPrice(_ value: Double) -> Bool {
    value > 0 && value < .infinity
}
