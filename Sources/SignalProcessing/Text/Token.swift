/// A piece of a post's text.
package struct Token: Sendable, Equatable {
    /// What a piece is.
    package enum Kind: UInt8, Sendable {
        /// Letters and digits, with apostrophes inside.
        case word
        /// `$TSLA`.
        case cashtag
        /// `#earnings`.
        case hashtag
        /// `@name`.
        case handle
        /// A web or mail address.
        case address
        /// A number with whatever sign it has.
        case number
        /// A number followed by a percent sign.
        case percent
        /// A picture, or an emoticon such as `:)`.
        case emoji
        /// A mark of punctuation.
        case mark
    }

    /// What it is.
    package var kind: Kind
    /// The text in small letters, without the sign of a tag or handle.
    package var text: String
    /// Whether it begins with a capital letter.
    package var isCapitalised = false
    /// Whether it has two letters or more, all of them capital.
    package var isAllCapital = false
    /// Whether a space or the beginning stood before it.
    package var followsSpace = true

    /// Makes a token of small letters.
    package init(_ kind: Kind, _ text: String) {
        (self.kind, self.text) = (kind, text)
    }
}
