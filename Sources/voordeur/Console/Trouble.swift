import Kernel
import NIOCore
import Persistence
import PortalDomain

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Why a command could not do what it was asked: one line for its operator, who is told what to do about it.
struct Trouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// What `error` means for the operator. Never a stack trace, never a secret.
    static func line(for error: any Error) -> String {
        switch error {
        case let trouble as Trouble: trouble.description
        case let faults as ConfigurationFaults: faults.description
        case let error as MigrationError: flat(line(for: error))
        case let error as StorageError: flat(line(for: error))
        case is PasswordHasher.Busy: "Too many passwords are being hashed at once; try again."
        case let error as IOError: flat("\(String(cString: strerror(error.errnoCode))).")
        default: flat("\(error)")
        }
    }

    private static func line(for error: MigrationError) -> String {
        switch error {
        case .failed(let version, let name, let cause):
            "Step \(version) (\(name)) of the schema failed and was undone. \(line(for: cause))"
        case .storage(let cause): line(for: cause)
        default: error.description
        }
    }

    private static func line(for error: StorageError) -> String {
        switch error {
        case .unavailable(let detail): "The database cannot be used: \(detail)"
        case .conflict: "The database is busy with somebody else's change; try again."
        case .uniqueViolation(let name): "The database has such an entry already (\(name))."
        case .foreignKeyViolation(let name): "The database refuses the change (\(name))."
        case .full: "The files of this portal take up all the room that they may."
        case .invalid(let detail): "The database refuses a statement; this is a mistake of Voordeur: \(detail)"
        }
    }

    /// libpq explains itself in several lines.
    private static func flat(_ text: String) -> String {
        text.split { $0.isNewline || $0 == "\t" }.map { String($0) }.joined(separator: " ")
    }
}
