/// Which items and members of a value some schema has looked at.
struct Evaluated {
    private var itemsBefore = 0
    private var items: Set<Int> = []
    private var allMembers = false
    private var members: Set<String> = []

    mutating func add(itemsBefore count: Int) { itemsBefore = max(itemsBefore, count) }

    mutating func add(item: Int) { items.insert(item) }

    mutating func add(member: String) { members.insert(member) }

    mutating func addAllMembers() { allMembers = true }

    mutating func merge(_ other: Evaluated) {
        itemsBefore = max(itemsBefore, other.itemsBefore)
        items.formUnion(other.items)
        allMembers = allMembers || other.allMembers
        members.formUnion(other.members)
    }

    func contains(item: Int) -> Bool { item < itemsBefore || items.contains(item) }

    func contains(member: String) -> Bool { allMembers || members.contains(member) }
}
