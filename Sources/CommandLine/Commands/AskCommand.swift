import Agents
import AlmanacCore
import Backtesting
import Reporting
import StrategyLanguage

/// `almanac ask`.
enum AskCommand {
    static let command = Command(
        name: "ask", summary: "Plan what a sentence asks for, and backtest it.",
        operands: [Command.Operand(name: "SENTENCE", summary: "what to trade, in plain English")],
        options: [
            Command.Option("--plan-only", nil, "show the plan and run nothing"),
            Command.Option("--continue", nil, "change or question what was asked last"),
            Command.Option("--save", "FILE.json", "write the strategy to a file"),
            AskedData.option, SessionFile.option,
        ] + SourceAccess.options + AskedFetch.options + DataBinding.readingOptions
            + BacktestOptions.all + RunOutput.options
            + [LedgerFile.option],
        examples: [
            (
                "almanac ask \"Buy AAPL when its 10-day average crosses above its 30-day average, "
                    + "5% stop\"",
                "says what it understood, then shows the backtest"
            ),
            (
                "almanac ask \"Trade Tesla on Elon's tweets and WSB sentiment\" --plan-only",
                "the sources, what they cost and what is missing"
            ),
            (
                "almanac ask --continue \"what if fees were 10 bp?\"",
                "the same strategy with other costs, beside the run before"
            ),
        ], run: run)

    private static func run(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        // What is kept for --continue is checked before.
        try BacktestOptions.check(arguments)
        if arguments.has("--continue") { return try goOn(arguments, console) }
        let sentence = arguments.operands[0]
        let data = AskedData(arguments, console)
        let planner = data.planner
        let memory = ModelMemory()
        let model = ModelReading(arguments, console, planner, memory, data.log)
        let planned = try ModelReading.plan(sentence, planner, model)
        if arguments.has("--plan-only") {
            if let reading = planned.reading {
                try save(reading, arguments)
            } else if arguments.value("--save") != nil {
                throw planned.obstacle ?? nothingToRun(planned.plan)
            }
            show(planned, arguments, console)
            keep(sentence, memory, arguments, console)
            return 0
        }
        if let obstacle = planned.obstacle { throw obstacle }
        if !arguments.has("--json") {
            console.write(PlanText.text(planned, width: console.width) + "\n")
        }
        keep(sentence, memory, arguments, console)
        guard let reading = planned.reading else { throw nothingToRun(planned.plan) }
        return try backtest(reading, planned.plan, data, arguments, console)
    }

    /// Begins a talk that `--continue` goes on with.
    private static func keep(
        _ sentence: String, _ memory: ModelMemory, _ arguments: Arguments, _ console: Console
    ) {
        SessionFile(arguments, console)?.write(
            SessionFile.Session(
                said: [sentence], flags: SessionFile.flags(arguments, line: 0), memory: memory))
    }

    private static func show(
        _ planned: PlannedSentence, _ arguments: Arguments, _ console: Console
    ) {
        if arguments.has("--json") {
            var json: JSONObject = ["success": true, "plan": planned.plan.json]
            // Why a model that was chosen did not answer the question.
            if let model = planned.obstacle?.details["model"] { json["model"] = model }
            console.write(JSON.object(json).text() + "\n")
            return
        }
        var text = PlanText.text(planned, width: console.width)
        if let reading = planned.reading {
            text += Understood(
                sentence: reading.understood, assumptions: reading.assumptions, json: [:]
            ).text(width: console.width)
        }
        console.write(text)
    }

    private static func nothingToRun(_ plan: Plan) -> AlmanacError {
        AlmanacError(
            .dataFetch,
            "not at hand: " + plan.missing.map(\.what).joined(separator: ", "),
            details: ["plan": plan.json], suggestion: plan.missing.last?.instead)
    }

    private static func backtest(
        _ reading: SentenceReading, _ plan: Plan?, _ data: AskedData, _ arguments: Arguments,
        _ console: Console
    ) throws(AlmanacError) -> Int32 {
        let output = try RunOutput(arguments)
        let run: BacktestRun
        do {
            run = try AskedRun.run(reading, data, arguments)
        } catch {
            var error = error
            if let plan, error.kind == .dataFetch { error.details["plan"] = plan.json }
            throw error
        }
        try save(reading, arguments)
        let luck = try LuckSection([run], command: "ask", arguments, console)
        var understood = Understood(
            sentence: reading.understood, assumptions: reading.assumptions,
            json: json(of: reading))
        understood.plan = plan?.json
        understood.steps = data.log.steps
        try output.show([run], console, understood: understood, luck: luck)
        return 0
    }

    /// Writes the strategy to the file of `--save`, where that is given.
    private static func save(
        _ reading: SentenceReading, _ arguments: Arguments
    ) throws(AlmanacError) {
        guard let path = arguments.value("--save") else { return }
        let definition = try StrategyDefinition(json: reading.definition, name: "ask")
        try FileSystem.write(definition.json.text(pretty: true) + "\n", to: path)
    }

    // MARK: Going on

    /// Hears all that was said before and the new words, and shows what they change.
    private static func goOn(
        _ arguments: Arguments, _ console: Console
    ) throws(AlmanacError) -> Int32 {
        var (talk, session, file) = try Talk.goingOn(arguments, console)
        let sentence = arguments.operands[0]
        let answer = talk.hear(sentence)
        if let failure = answer.failure { throw failure }
        session.flags += SessionFile.flags(arguments, line: session.said.count)
        session.said.append(sentence)
        file.write(session)
        if arguments.has("--json") {
            console.write(answer.json.text() + "\n")
            return 0
        }
        console.write(answer.text + "\n")
        return 0
    }

    private static func json(of reading: SentenceReading) -> JSON {
        var symbols = JSONObject()
        for binding in reading.symbols { symbols[binding.slot] = .string(binding.symbol) }
        return [
            "sentence": .string(reading.understood), "symbols": .object(symbols),
            "assumptions": .array(reading.assumptions.map(JSON.string)),
            "strategy": reading.definition,
        ]
    }
}
