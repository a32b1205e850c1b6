package import AlmanacCore
package import Networking

/// The wire formats as pure values: a request to bytes, bytes to an answer.
package enum ModelWire {
    /// The document that a request is sent as.
    package static func document(_ request: ModelRequest, to choice: ModelChoice) -> JSON {
        switch choice.provider.dialect {
        case .messages: MessagesCodec.document(request, model: choice.model)
        case .chatCompletions:
            ChatCodec.document(request, model: choice.model, provider: choice.provider)
        }
    }

    /// The request as it is sent; it is never redirected, since it carries a key.
    ///
    /// - Throws: A `validation_error` where the address cannot be made.
    package static func request(
        _ request: ModelRequest, to choice: ModelChoice
    ) throws(AlmanacError) -> HTTPRequest {
        let (path, headers): (String, HTTPHeaders) =
            switch choice.provider.dialect {
            case .messages:
                (
                    "/messages",
                    choice.key.map { ["x-api-key": $0, "anthropic-version": "2023-06-01"] }
                        ?? ["anthropic-version": "2023-06-01"]
                )
            case .chatCompletions:
                (
                    "/chat/completions",
                    choice.key.map { ["Authorization": "Bearer \($0)"] } ?? [:]
                )
            }
        guard let url = WebURL(choice.address.description + path) else {
            throw AlmanacError(.validation, "ALMANAC_MODEL_URL is no address")
        }
        var sent = HTTPRequest(
            .post, url, headers: headers,
            body: Array(document(request, to: choice).text().utf8))
        sent.headers["Content-Type"] = "application/json"
        sent.headers["Accept"] = request.streams ? "text/event-stream" : "application/json"
        sent.deadline = request.deadline
        sent.maximumBytes = maximumAnswerBytes
        sent.maximumRedirects = 0
        return sent
    }

    /// The most bytes of an answer.
    package static let maximumAnswerBytes = 16_000_000

    /// The answer in a body that came whole.
    package static func answer(
        _ body: [UInt8], _ dialect: ModelProvider.Dialect
    ) throws(ModelFault) -> ModelAnswer {
        guard let document = try? JSON.parse(String(decoding: body, as: UTF8.self)) else {
            throw .garbled("it is no JSON")
        }
        return switch dialect {
        case .messages: try MessagesCodec.answer(document)
        case .chatCompletions: try ChatCodec.answer(document)
        }
    }
}

/// An answer that is put together from a stream's bytes as they come.
package struct ModelStream: Sendable {
    private enum Parts: Sendable {
        case messages(MessagesStream)
        case chat(ChatStream)
    }

    private var events = ServerSentEvents()
    private var parts: Parts
    private var fault: ModelFault?

    /// Makes an empty one.
    package init(_ dialect: ModelProvider.Dialect) {
        parts = dialect == .messages ? .messages(MessagesStream()) : .chat(ChatStream())
    }

    /// Takes bytes; gives back the text that they add.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> String {
        var added = ""
        for event in events.take(bytes) where fault == nil {
            do {
                switch parts {
                case .messages(var stream):
                    added += try stream.take(event)
                    parts = .messages(stream)
                case .chat(var stream):
                    added += try stream.take(event)
                    parts = .chat(stream)
                }
            } catch {
                fault = error
            }
        }
        if events.isTooLong, fault == nil { fault = .garbled("an event is too long") }
        return added
    }

    /// The whole answer.
    ///
    /// - Throws: The first fault in the stream, or `truncated` where it ended early.
    package func answer() throws(ModelFault) -> ModelAnswer {
        if let fault { throw fault }
        return switch parts {
        case .messages(let stream): try stream.answer()
        case .chat(let stream): try stream.answer()
        }
    }
}
