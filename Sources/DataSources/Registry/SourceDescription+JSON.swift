package import AlmanacCore

extension SourceDescription {
    /// The source as an object: what a command shows, and what `data_sources` holds of it.
    package var json: JSONObject {
        [
            "name": .string(name), "title": .string(title), "type": .string(type.rawValue),
            "platform": .string(platform), "tiers": .array(tiers.map { .string($0.rawValue) }),
            "gives": .array(gives.map { .string($0.rawValue) }), "target": .string(target),
            "example": .string(example),
            "keys": .array(
                keys.map { ["name": .string($0.name), "required": .bool($0.isRequired)] }),
            "limits": .array(
                limits.map {
                    [
                        "count": .integer($0.count), "seconds": .integer($0.seconds),
                        "unit": .string($0.unit), "published": .bool($0.isPublished),
                    ]
                }),
            "costs": .array(
                costs.map {
                    [
                        "microdollars": .integer(Int($0.microdollars)), "unit": .string($0.unit),
                        "units_per_call": .number($0.unitsPerCall), "note": .string($0.note),
                    ]
                }),
            "schedule": .string(schedule.rawValue), "terms": .string(terms),
            "personal": .bool(isPersonal),
            "options": .array(
                options.map {
                    [
                        "name": .string($0.name), "summary": .string($0.summary),
                        "form": .string($0.form.rawValue),
                    ]
                }),
        ]
    }
}
