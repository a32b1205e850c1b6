import Agents
import StrategyLanguage

/// Any text is a plan or an error; what is planned compiles and reads back, and a talk hears it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequests(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let planner = Planner()
    if let planned = try? planner.plan(text) {
        precondition((0...1).contains(planned.plan.confidence), "a confidence is a fraction")
        precondition(
            planned.plan.question == nil || planned.reading == nil, "a question runs nothing")
        if let reading = planned.reading {
            guard let definition = try? StrategyDefinition(json: reading.definition, name: "ask")
            else { preconditionFailure("a planned strategy is a definition") }
            precondition((try? definition.requireValid()) != nil, "a planned strategy compiles")
        }
    }
    var conversation = Conversation(planner: planner)
    _ = conversation.hear("Buy AAPL when its RSI is below 30, sell above 70")
    for line in text.split(separator: "\n").prefix(4) { _ = conversation.hear(String(line)) }
    return 0
}
