/// Why a known name of pandas, NumPy or Python is not part of the language, and what to write.
struct Refusal {
    var code: Diagnostic.Code
    var message: String
    var hint: String?

    static func wholeSample(_ statistic: String) -> Refusal {
        Refusal(
            code: .lookAhead, message: "over the whole series uses bars that are still to come",
            hint: ".expanding().\(statistic)() uses the bars so far, .rolling(n).\(statistic)() "
                + "the last n")
    }

    static func lookAhead(_ message: String, _ hint: String) -> Refusal {
        Refusal(code: .lookAhead, message: message, hint: hint)
    }

    static func unsupported(_ message: String, _ hint: String) -> Refusal {
        Refusal(code: .unsupported, message: message, hint: hint)
    }
}
