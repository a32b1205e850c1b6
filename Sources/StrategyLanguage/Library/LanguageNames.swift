/// The names that code may use, for documentation and the tests that hold it complete.
package enum LanguageNames {
    /// Methods of series, frames, windows, groups, the index, lists, dictionaries and text.
    package static var methods: [String] {
        let tables = [
            SeriesMethods.table, FrameMethods.table, WindowMethods.table,
            ExponentialMethods.table, SessionMethods.table, AxisMethods.table,
            VectorbtMethods.table,
        ]
        return Set(tables.flatMap(\.keys)).union(ContainerMethods.names).sorted()
    }

    /// Functions by their full names, such as `numpy.where`; Python's own stand under `python`.
    package static var functions: [String] {
        LibraryFunctions.table.keys.sorted()
            + TALibFunction.allCases.map { "talib.\($0.rawValue)" }
    }

    /// Constants by their full names.
    package static var constants: [String] { LibraryFunctions.constants.keys.sorted() }

    /// Fields of the bars' index.
    package static var indexFields: [String] { GraphCompiler.axisFields.keys.sorted() }
}
