import Kernel
import Testing

private enum Thing: EntityKind { static let idPrefix = "cst" }

@Suite("Identifiers", .timeLimit(.minutes(1)))
struct IdentifierTests {
    private typealias ThingID = Identifier<Thing>

    private let clock = ManualClock(milliseconds: 1_741_000_000_123)

    @Test("An id is its prefix, 48 bits of milliseconds and 52 bits of chance in Crockford's base32")
    func form() {
        // Computed with Python from 1741000000123 << 52 | 0xF010203040506.
        let ambient = clock.ambient { _ in [0xFF, 1, 2, 3, 4, 5, 6] }
        let id: ThingID = ambient.makeID()
        #expect(id.text == "cst_06anqby2ffr1081g8186")
        #expect("\(id)" == id.text)
    }

    @Test("The last moment and the highest chance fit")
    func highest() {
        clock.set(1 << 48 - 1)
        let id: ThingID = clock.ambient { Array(repeating: 0xFF, count: $0) }.makeID()
        #expect(id.text == "cst_zzzzzzzzzzzzzzzzzzzz")
    }

    @Test("A clock that stands at 1970 still makes ids")
    func lowest() {
        clock.set(0)
        let id: ThingID = clock.ambient { Array(repeating: 0, count: $0) }.makeID()
        #expect(id.text == "cst_00000000000000000001")
    }

    @Test("The order of the text is the order of creation, also while the clock jumps in both directions")
    func order() {
        let ambient = clock.ambient()
        var dice = SplitMix64(seed: 7)
        var last: ThingID = ambient.makeID()
        for _ in 0..<20_000 {
            clock.set(1_741_000_000_000 + UInt64(dice.below(5000)))
            let next: ThingID = ambient.makeID()
            #expect(last < next)
            #expect(last.text < next.text)
            last = next
        }
    }

    @Test("Within one millisecond the random part counts up by one")
    func withinAMillisecond() {
        let ambient = clock.ambient { _ in [0, 0, 0, 0, 0, 0, 0] }
        let ids: [ThingID] = (0..<33).map { _ in ambient.makeID() }
        #expect(ids[0].text == "cst_06anqby2fc0000000000")
        #expect(ids[1].text == "cst_06anqby2fc0000000001")
        #expect(ids[31].text == "cst_06anqby2fc000000000z")
        #expect(ids[32].text == "cst_06anqby2fc0000000010")
    }

    @Test("When the random part of a millisecond is used up, the next millisecond begins")
    func overflow() {
        let ambient = clock.ambient { Array(repeating: 0xFF, count: $0) }
        let ids: [ThingID] = (0..<3).map { _ in ambient.makeID() }
        #expect(ids[0].text == "cst_06anqby2ffzzzzzzzzzz")
        #expect(ids[1].text == "cst_06anqby2fkzzzzzzzzzz")
        #expect(ids[1] < ids[2])
    }

    @Test("A clock that steps back changes nothing until it has caught up")
    func stepBack() {
        let ambient = clock.ambient()
        let before: ThingID = ambient.makeID()
        clock.set(1_000)
        let during: ThingID = ambient.makeID()
        clock.set(1_741_000_000_124)
        let after: ThingID = ambient.makeID()
        #expect(before < during)
        #expect(during < after)
        #expect(during.text.prefix(13) == before.text.prefix(13))
    }

    @Test("100,000 ids made by many tasks at once are all different")
    func unique() async {
        let ambient = clock.ambient()
        let ids = await withTaskGroup(of: [ThingID].self) { group in
            for _ in 0..<10 { group.addTask { (0..<10_000).map { _ in ambient.makeID() } } }
            return await group.reduce(into: Set<ThingID>()) { $0.formUnion($1) }
        }
        #expect(ids.count == 100_000)
    }

    @Test("The system's own surroundings make ids of the present, none twice")
    func system() {
        let ambient = Ambient.system()
        let ids: [ThingID] = (0..<1000).map { _ in ambient.makeID() }
        #expect(Set(ids).count == 1000)
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { ThingID($0.text) == $0 })
        #expect(ambient.now().seconds > 1_700_000_000)
    }

    @Test("What was made is parsed as what it was")
    func parsesItsOwn() {
        let ambient = clock.ambient()
        for _ in 0..<1000 {
            let id: ThingID = ambient.makeID()
            #expect(ThingID(id.text) == id)
        }
    }

    @Test(
        "Accepted are the prefix and exactly 20 digits",
        arguments: ["cst_06anqby2ffr1081g8186", "cst_00000000000000000000", "cst_zzzzzzzzzzzzzzzzzzzz"])
    func accepts(_ text: String) { #expect(ThingID(text)?.text == text) }

    @Test(
        "Everything else is refused",
        arguments: [
            "", "cst", "cst_", "_06anqby2ffr1081g8186", "06anqby2ffr1081g8186",
            "app_06anqby2ffr1081g8186", "CST_06anqby2ffr1081g8186", "cst-06anqby2ffr1081g8186",
            "cstx06anqby2ffr1081g8186",
            "cst_06anqby2ffr1081g818", "cst_06anqby2ffr1081g81866", "cst_06ANQBY2FFR1081G8186",
            "cst_i6anqby2ffr1081g8186", "cst_06anqby2ffr1081g818l", "cst_o6anqby2ffr1081g8186",
            "cst_06anqby2uffr1081g818",
            " cst_06anqby2ffr1081g8186", "cst_06anqby2ffr1081g8186 ", "cst_06anqby2ffr1081g818\n",
            "cst_06anqby2ffr1081g818\0", "cst_06anqby2ffr1081g81é", "cst_06anqby2ffr1081g8-86",
            "cst_06anqby2ffr1081g8%36",
            "cst_\u{301}6anqby2ffr1081g818", "ｃst_06anqby2ffr1081g8186", "cst_٠anqby2ffr1081g818",
        ])
    func refuses(_ text: String) { #expect(ThingID(text) == nil) }

    @Test("Kinds that several modules speak of have prefixes of their own, lower-case letters only")
    func prefixes() {
        let prefixes = [
            PortalKind.idPrefix, UserKind.idPrefix, DeveloperKind.idPrefix, AppKind.idPrefix, AppSecretKind.idPrefix,
            GrantKind.idPrefix, APIKeyKind.idPrefix, RequestKind.idPrefix,
        ]
        #expect(Set(prefixes).count == prefixes.count)
        #expect(prefixes.allSatisfy { $0.utf8.allSatisfy { (97...122).contains($0) } })
        #expect(AppKind.idPrefix == "app")  // contract, section 3
    }

    @Test("The time in seconds is the clock's, rounded down")
    func seconds() {
        clock.set(1_999)
        #expect(clock.ambient().now() == Timestamp(seconds: 1))
        #expect(clock.ambient().milliseconds() == 1_999)
    }
}
