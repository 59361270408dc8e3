import Kernel
import Testing

@Suite("Answers that take the same time")
struct EvenTimeTests {
    @Test("never sooner, counted from the beginning")
    func never() async {
        let before = ContinuousClock.now
        let time = EvenTime()
        await time.fill(.milliseconds(20))
        #expect(ContinuousClock.now - before >= .milliseconds(20))
        await time.fill(.milliseconds(40))
        #expect(ContinuousClock.now - before >= .milliseconds(40))
    }

    @Test("a task that is cancelled waits for nothing")
    func cancelled() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await EvenTime().fill(.seconds(86_400))
        }
        await task.value
    }
}
