package import AlmanacCore
package import Browsing
package import Extraction

extension FetchRule {
    /// What a browser does on the first page of the listing before it is read: the rule's steps,
    /// and the way to further records that needs no other address.
    ///
    /// - Throws: `validation` where a parameter that is to be typed is missing.
    package func visitSteps(
        _ parameters: [String: String] = [:]
    ) throws(AlmanacError) -> [VisitStep] {
        guard tier == .browser else { return [] }
        let addresses = ListingAddresses(self, parameters: parameters)
        var steps = try steps.map { (step) throws(AlmanacError) -> VisitStep in
            switch step {
            case .wait(let selector): .wait(selector)
            case .scroll(let times): .scroll(times: times)
            case .click(let selector): .click(selector)
            case .type(let selector, let text): .type(selector, text: try addresses.filled(text))
            }
        }
        let limit = paging?.pageLimit ?? 1
        // The first page is there without them.
        switch paging?.step {
        case .scroll where limit > 1: steps.append(.scroll(times: limit - 1))
        case .more(let selector) where limit > 1:
            steps.append(.more(selector, times: limit - 1))
        case .click(let selector): steps.append(.paginate(next: selector, pages: limit))
        default: break
        }
        return steps
    }
}
