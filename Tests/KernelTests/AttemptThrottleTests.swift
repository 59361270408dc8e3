import Kernel
import Testing

@Suite("Throttle of wrong attempts (O26)", .timeLimit(.minutes(1)))
struct AttemptThrottleTests {
    private let throttle = AttemptThrottle(limit: 3, window: 60)

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_741_000_000 + seconds) }

    @Test("100: below the limit nobody waits; at the limit, until the oldest failure has left the window")
    func limit() {
        #expect(throttle.delay(of: "a", at: at(0)) == nil)
        throttle.fail("a", at: at(0))
        throttle.fail("a", at: at(10))
        #expect(throttle.delay(of: "a", at: at(10)) == nil)
        throttle.fail("a", at: at(20))
        #expect(throttle.delay(of: "a", at: at(20)) == 40)
        #expect(throttle.delay(of: "a", at: at(59)) == 1)
        #expect(throttle.delay(of: "a", at: at(60)) == nil)
    }

    @Test("One more failure after the wait and the next oldest one counts")
    func sliding() {
        for second in [0, 10, 20] { throttle.fail("a", at: at(Int64(second))) }
        throttle.fail("a", at: at(60))
        #expect(throttle.delay(of: "a", at: at(60)) == 10)
        #expect(throttle.delay(of: "a", at: at(70)) == nil)
    }

    @Test("More failures than the limit: the delay is the whole wait, not only until the first of them has left")
    func beyondTheLimit() {
        for second in [0, 10, 20, 30] { throttle.fail("a", at: at(Int64(second))) }
        #expect(throttle.delay(of: "a", at: at(30)) == 40)
        #expect(throttle.delay(of: "a", at: at(69)) == 1)
        #expect(throttle.delay(of: "a", at: at(70)) == nil)
    }

    @Test("Failures within one second count each")
    func sameSecond() {
        for _ in 0..<3 { throttle.fail("a", at: at(0)) }
        #expect(throttle.delay(of: "a", at: at(0)) == 60)
        #expect(throttle.delay(of: "a", at: at(60)) == nil)
    }

    @Test("A hundred failures wait no longer than the window")
    func many() {
        for _ in 0..<100 { throttle.fail("a", at: at(0)) }
        #expect(throttle.delay(of: "a", at: at(0)) == 60)
        #expect(throttle.delay(of: "a", at: at(60)) == nil)
    }

    @Test("100: the same app from another address is not affected")
    func otherKey() {
        for _ in 0..<10 { throttle.fail("app@192.0.2.1", at: at(0)) }
        #expect(throttle.delay(of: "app@192.0.2.1", at: at(0)) != nil)
        #expect(throttle.delay(of: "app@192.0.2.2", at: at(0)) == nil)
    }

    @Test("A success forgets the failures")
    func success() {
        for _ in 0..<3 { throttle.fail("a", at: at(0)) }
        throttle.succeed("a")
        #expect(throttle.delay(of: "a", at: at(0)) == nil)
        throttle.succeed("never failed")
    }

    @Test("When it is full, keys without recent failures are forgotten first")
    func capacity() {
        let throttle = AttemptThrottle(limit: 1, window: 60, capacity: 3)
        throttle.fail("old", at: at(0))
        throttle.fail("older", at: at(0))
        throttle.fail("recent", at: at(100))
        throttle.fail("next", at: at(101))
        #expect(throttle.delay(of: "recent", at: at(101)) == 59)
        #expect(throttle.delay(of: "next", at: at(101)) == 60)
    }

    @Test("A flood of made-up keys is survived, and the key after it is counted")
    func flood() {
        let throttle = AttemptThrottle(limit: 2, window: 60, capacity: 100)
        for number in 0..<10_000 { throttle.fail("made-up \(number)", at: at(0)) }
        for _ in 0..<2 { throttle.fail("a", at: at(1)) }
        #expect(throttle.delay(of: "a", at: at(1)) == 60)
    }

    @Test("Of many who take at once no more than the limit may; a success gives everything back")
    func taking() async {
        let moment = at(0)
        let delays = await withTaskGroup(of: Int64?.self) { group in
            for _ in 0..<100 { group.addTask { throttle.take("a", at: moment) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(delays.count { $0 == nil } == 3)
        #expect(delays.count { $0 == 60 } == 97, "who is refused does not count")
        #expect(throttle.take("b", at: moment) == nil)
        #expect(throttle.take("a", at: at(60)) == nil)
        throttle.succeed("a")
        for _ in 0..<3 { #expect(throttle.take("a", at: at(60)) == nil) }
        #expect(throttle.take("a", at: at(70)) == 50)
    }

    @Test("Many tasks at once lose no failure")
    func concurrent() async {
        let throttle = AttemptThrottle(limit: 1000, window: 60)
        let moment = at(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { for _ in 0..<100 { throttle.fail("a", at: moment) } } }
        }
        #expect(throttle.delay(of: "a", at: moment) == 60)
        throttle.succeed("a")
        for _ in 0..<999 { throttle.fail("a", at: moment) }
        #expect(throttle.delay(of: "a", at: moment) == nil)
    }
}
