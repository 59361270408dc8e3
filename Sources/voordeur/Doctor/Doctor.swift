import Foundation
import Kernel
import Outbound
import Persistence
import PortalDomain
import Printing
import Schema

/// Looks at everything that a server needs, and changes nothing.
struct Doctor: Sendable {
    private let settings: ServerSettings
    private let now: Timestamp

    init(_ settings: ServerSettings, now: Timestamp = Ambient.system().now()) {
        (self.settings, self.now) = (settings, now)
    }

    func examine() async -> [Finding] {
        var findings = await database()
        findings.append(await files())
        findings.append(secretKey())
        findings.append(clock())
        findings.append(fonts())
        findings += addresses()
        findings.append(await listening())
        findings.append(await mail())
        findings += settings.unknownNames.map {
            .note("configuration", "\($0.name) (\($0.source)) is not a setting of this release")
        }
        return findings
    }

    // MARK: - Database

    private func database() async -> [Finding] {
        if case .file(let path) = settings.database, !FileManager.default.fileExists(atPath: path) {
            return [.trouble("database", "\(path) does not exist yet; `voordeur migrate` makes it")]
        }
        let database: any SQLDatabase
        do {
            database = try await settings.database.open()
        } catch {
            return [.trouble("database", Trouble.line(for: error))]
        }
        var findings = [await integrity(of: database)]
        if let collation = (try? await Self.oddCollation(of: database)) ?? nil {
            findings.append(
                .note("database", "sorts text by \(collation); Voordeur is tested with databases that have C collation")
            )
        }
        findings += await schema(of: database)
        findings += await key(of: database)
        await database.close()
        return findings
    }

    private func integrity(of database: any SQLDatabase) async -> Finding {
        do {
            let faults = try await Self.faults(in: database)
            guard faults.isEmpty else {
                return .trouble("database", "damaged: \(faults.joined(separator: "; ")); restore a backup")
            }
            return .good("database", settings.isSQLite ? "opens, and its pages are in order" : "answers")
        } catch {
            return .trouble("database", Trouble.line(for: error))
        }
    }

    private func schema(of database: any SQLDatabase) async -> [Finding] {
        do {
            let steps = try await Migrator(Migrations.all, on: database).status()
            let pending = steps.count { $0.appliedAt == nil }
            var findings: [Finding] = [
                pending == 0
                    ? .good("schema", "up to date, at step \(steps.last?.migration.version ?? 0)")
                    : .note(
                        "schema",
                        "\(pending) of \(steps.count) steps are to do; `voordeur migrate` does them, and so does `serve`"
                    )
            ]
            if let latest = steps.compactMap(\.appliedAt).max(), latest > now + 60 {
                findings.append(
                    .trouble(
                        "clock", "the schema was migrated at \(latest.shown), and this machine says it is \(now.shown)")
                )
            }
            return findings
        } catch {
            return [.trouble("schema", Trouble.line(for: error))]
        }
    }

    /// Nothing to say about a database, or a folder, that no server has used yet.
    private func key(of database: any SQLDatabase) async -> [Finding] {
        guard let known = (try? await KeyFingerprint.stored(in: database)) ?? nil,
            let key = (try? SecretKeyFile(path: settings.secretKeyFile).read()) ?? nil
        else { return [] }
        return KeyFingerprint(key).text == known
            ? []
            : [.trouble("secret key", "\(settings.secretKeyFile) is not the key that this database was used with")]
    }

    // MARK: - Files and clock

    /// Receives a byte and throws it away.
    private func files() async -> Finding {
        if case .folder(let path) = settings.files, !FileManager.default.fileExists(atPath: path) {
            return .note("files", "\(path) does not exist yet; the first file makes it")
        }
        do throws(StorageError) {
            try await settings.files.store(.system()).check()
            return .good("files", "can be kept")
        } catch {
            return .trouble("files", Trouble.line(for: error))
        }
    }

    private func secretKey() -> Finding {
        let path = settings.secretKeyFile
        do throws(Trouble) {
            let key = try SecretKeyFile(path: path).read()
            return key == nil
                ? .note("secret key", "\(path) does not exist yet; the first start makes it")
                : .good("secret key", "\(path) holds a key, and is closed to others")
        } catch {
            return .trouble("secret key", error.description)
        }
    }

    /// Tokens and mails live by the clock: one that is years off is told, one that is seconds off cannot be seen from
    /// here.
    private func clock() -> Finding {
        let earliest = Timestamp(seconds: 1_735_689_600)  // 2025
        let latest = Timestamp(seconds: 4_102_444_800)  // 2100
        return now > earliest && now < latest
            ? .good("clock", "\(now.shown)") : .trouble("clock", "this machine says it is \(now.shown); set its clock")
    }

    /// Invoices and offers need one.
    private func fonts() -> Finding {
        switch PaperFonts.inUse {
        case PaperFonts.wanted?: .good("fonts", "papers are set in \(PaperFonts.wanted)")
        case let other?:
            .note("fonts", "papers are set in \(other); install fonts-open-sans to have them in \(PaperFonts.wanted)")
        case nil: .trouble("fonts", "no font is installed, so no invoice can be printed; install fonts-open-sans")
        }
    }

    // MARK: - Addresses

    private func addresses() -> [Finding] {
        let url = settings.publicURL
        var findings: [Finding] = []
        if url.isSecure {
            findings.append(.good("public address", "\(url)"))
        } else if url.isLoopback {
            findings.append(.good("public address", "\(url), reachable from this machine only"))
        } else {
            findings.append(
                .trouble(
                    "public address",
                    "\(url) is plain http; put a proxy with TLS in front and set \(Setting.publicURL.variable) to https"
                ))
        }
        if url.isLoopback, url.port != settings.listen.port {
            findings.append(
                .note(
                    "public address",
                    "\(url) and the port \(settings.listen.port) of the server differ: links will lead nowhere"))
        }
        return findings
    }

    private func listening() async -> Finding {
        let probe = PortProbe(settings.listen)
        let code = probe.attempt()
        guard code != 0 else { return .good("listening", "\(settings.listen) is free") }
        guard code == EADDRINUSE, await HealthProbe(settings.listen).isAlive() else {
            return .trouble("listening", probe.trouble(code).description)
        }
        return .good("listening", "a server answers on \(settings.listen)")
    }

    /// Connects, greets, turns on TLS and signs in; sends nothing.
    private func mail() async -> Finding {
        guard let mail = settings.mail else {
            return .note(
                "mail", "\(Setting.smtpURL.variable) is not set: mails wait in the outbox (`voordeur mail list`)")
        }
        do throws(Trouble) {
            let mailer = try mail.mailer(for: settings.publicURL)
            do throws(MailTrouble) {
                return .good("mail", try await mailer.check())
            } catch {
                return .trouble("mail", "\(mail.server.description): \(error.reason)")
            }
        } catch {
            return .trouble("mail", error.description)
        }
    }
}
