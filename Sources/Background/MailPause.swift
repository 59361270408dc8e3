/// How long a mail rests after an attempt that failed.
enum MailPause {
    private static let seconds: [Int64] = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800]
    /// Trouble of the server is over for all mails at once, so it is looked at more often.
    static let longestForServer: Int64 = 900

    /// - Parameter attempts: including the one that has just failed.
    static func seconds(after attempts: Int) -> Int64 { seconds[min(max(attempts, 1), seconds.count) - 1] }
}
