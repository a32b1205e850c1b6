/// One value read from a page.
struct ReadValue: Sendable, Hashable {
    /// What values are compared by.
    var key: String
    /// The value as it is given: an ISO date, an address, a number's digits, or text.
    var text: String
}
