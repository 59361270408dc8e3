import Logging
import Web

/// What is told when the server can be reached: to people on standard output, to machines as a line of the log.
struct Announcement: Sendable {
    let settings: ServerSettings
    let demo: DemoFile?
    let logger: Logger

    func make() {
        let origins = settings.origins
        switch settings.logFormat {
        case .json:
            // Without the sign-ins of the demo data: a log is kept and read by others.
            logger.notice(
                "ready",
                metadata: [
                    "listen": "\(settings.listen)", "public_url": "\(origins.publicURL)", "api_url": "\(origins.api)",
                ])
        case .text:
            Console.say(
                """

                Voordeur is ready on \(settings.listen). Ctrl-C stops it.

                  Start page         \(origins.publicURL)/
                  Manage portal      \(origins.publicURL)/manage
                  Developer portal   \(origins.developers)
                  API                \(origins.api)

                """)
            if let demo { Console.say(DemoReport(demo, origins).text) }
        }
    }
}
