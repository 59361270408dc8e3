import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a connection failed, in words for an operator.
enum SMTPReason {
    static func of(_ error: any Error) -> String {
        switch error {
        case SMTPReplyHandler.Fault.closed: return "the server closed the connection"
        case SMTPReplyHandler.Fault.silent: return "the server did not answer in time"
        case is SMTPReplyHandler.Fault, is SMTPReplyParser.Fault: return "the server does not speak SMTP"
        case let error as IOError: return "the connection broke: \(String(cString: strerror(error.errnoCode)))"
        case ChannelError.connectTimeout: return "the server cannot be reached: no answer"
        case let error as NIOConnectionError: return connection(error)
        case NIOSSLError.handshakeFailed(let cause):
            return "TLS failed; does the server's certificate fit its name, and is its issuer known? (\(brief(cause)))"
        case is NIOSSLError, is BoringSSLError: return "TLS failed (\(brief(error)))"
        default: return brief(error)
        }
    }

    private static func connection(_ error: NIOConnectionError) -> String {
        if let attempt = error.connectionErrors.first {
            guard let cause = attempt.error as? IOError else { return "the server cannot be reached: no answer" }
            return "the server cannot be reached: \(String(cString: strerror(cause.errnoCode)))"
        }
        return "the name \(error.host) is not known"
    }

    private static func brief(_ error: any Error) -> String { PrintableLine.of("\(error)", limit: 200) }
}
