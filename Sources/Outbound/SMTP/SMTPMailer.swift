import Kernel
import NIOCore
import NIOPosix
import NIOSSL
package import PortalDomain

/// Hands mails to the operator's mail server.
///
/// No `AllowedAddress` here: where this goes is in the operator's own configuration, and often inside.
package struct SMTPMailer: MailTransport {
    private let server: SMTPServer
    private let sender: Mailbox
    private let helloName: String?
    private let tls: NIOSSLContext
    private let limits: SMTPLimits

    /// A file that cannot be read, or holds no certificate.
    package struct CertificatesUnusable: Error {}

    /// - Parameters:
    ///   - helloName: the host name that this side greets with; nil: its address.
    ///   - authorities: a PEM file with certificates that are trusted beside those of the system.
    package init(
        server: SMTPServer, sender: Mailbox, helloName: String?, authorities: String?, limits: SMTPLimits = SMTPLimits()
    ) throws(CertificatesUnusable) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        do {
            if let authorities {
                configuration.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(authorities))]
            }
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw CertificatesUnusable()
        }
        (self.server, self.sender, self.helloName, self.limits) = (server, sender, helloName, limits)
    }

    package func connect() async throws(MailTrouble) -> any MailConnection { try await open() }

    /// What a mail would go through, without one.
    /// - Returns: what was found, for the operator.
    package func check() async throws(MailTrouble) -> String {
        let connection = try await open()
        await connection.close()
        let login = server.login == nil ? "" : ", user and password are accepted"
        return "\(server.description) takes mails\(connection.isEncrypted ? " over TLS" : " in the clear")\(login)"
    }

    private func open() async throws(MailTrouble) -> SMTPConnection {
        do {
            let channel = try await SMTPChannel.connect(
                to: server, tls: tls, within: limits.connect, on: MultiThreadedEventLoopGroup.singleton)
            do {
                return try await SMTPConnection(opening: channel, from: sender, hello: helloName, limits: limits)
            } catch {
                channel.close()
                throw error
            }
        } catch let trouble as MailTrouble {
            throw trouble
        } catch {
            throw .server(SMTPReason.of(error))
        }
    }
}
