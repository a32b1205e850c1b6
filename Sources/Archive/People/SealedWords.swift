import AlmanacCore
import Database

/// What a record says and where that was found, as an author's key seals it.
struct SealedWords {
    var fields: JSONObject
    var provenance: JSONObject
    private let pseudonym: String

    /// What a draft says, or nil for one without an author.
    init?(_ draft: RecordDraft) {
        guard let author = draft.author else { return nil }
        (fields, provenance, pseudonym) = (draft.fields, draft.provenance, author)
    }

    /// Opens what is stored, or gives back nil where the key is gone.
    init?(
        _ transaction: Transaction, _ pseudonym: String?, _ sealed: [UInt8]
    ) throws(AlmanacError) {
        guard let pseudonym,
            let author = try Authors.author(transaction, pseudonym: pseudonym)
        else { return nil }
        let text = String(decoding: try Envelope.open(sealed, author.key), as: UTF8.self)
        guard let parts = (try? JSON.parse(text))?.arrayValue, parts.count == 2 else {
            throw AlmanacError(.dataFetch, "the sealed fields of a record are damaged")
        }
        fields = parts[0].objectValue ?? JSONObject()
        provenance = parts[1].objectValue ?? JSONObject()
        self.pseudonym = pseudonym
    }

    /// - Throws: `notFound` where the author's key is gone.
    func sealed(_ transaction: Transaction) throws(AlmanacError) -> [UInt8] {
        guard let author = try Authors.author(transaction, pseudonym: pseudonym) else {
            throw AlmanacError(
                .notFound, "the author '\(pseudonym)' is not known, or was forgotten",
                details: ["author": .string(pseudonym)])
        }
        let text = JSON.array([.object(fields), .object(provenance)]).text()
        return Envelope.seal(Array(text.utf8), author.key)
    }
}
