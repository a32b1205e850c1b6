import StrategyLanguage

/// AVGPRICE.
private struct AveragePrice: Kernel4 {
    mutating func next(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double
    ) -> Double { (high + low + close + open) / 4 }

    mutating func visitState(_ archive: inout StateArchive) {}
}

/// MEDPRICE.
private struct MedianPrice: Kernel2 {
    mutating func next(_ high: Double, _ low: Double) -> Double { (high + low) / 2 }

    mutating func visitState(_ archive: inout StateArchive) {}
}

/// TYPPRICE.
private struct TypicalPrice: Kernel3 {
    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        (high + low + close) / 3
    }

    mutating func visitState(_ archive: inout StateArchive) {}
}

/// WCLPRICE: the close counts twice.
private struct WeightedClose: Kernel3 {
    mutating func next(_ high: Double, _ low: Double, _ close: Double) -> Double {
        (high + low + close * 2) / 4
    }

    mutating func visitState(_ archive: inout StateArchive) {}
}

let priceTransformMakers: [TALibFunction: KernelMaker] = [
    .avgprice: { _ in AveragePrice() },
    .medprice: { _ in MedianPrice() },
    .typprice: { _ in TypicalPrice() },
    .wclprice: { _ in WeightedClose() },
]
