import Foundation
import Kernel

/// A copy of the database in one file: made while servers go on, and put back while none runs.
protocol Backup: Sendable {
    /// - Parameter draft: must not exist.
    func write(to draft: String) async throws
    /// Whether the database holds something that a restoration would replace.
    func isReplacing() async throws -> Bool
    /// - Returns: what became of what was there before, for the operator.
    func restore(from path: String) async throws -> String?
}

extension DatabaseLocation {
    var backup: any Backup {
        switch self {
        case .file(let path): SQLiteBackup(path: path)
        case .server(let configuration): PostgresBackup(configuration: configuration)
        }
    }

    /// How a copy of such a database begins.
    private var mark: String {
        switch self {
        case .file: "SQLite format 3"
        case .server: "PGDMP"
        }
    }

    /// Throws `Trouble` if a file is no copy of such a database.
    func requireCopy(_ path: String) throws(Trouble) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw Trouble("\(path) cannot be read.") }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: mark.utf8.count)) ?? Data()
        guard start == Data(mark.utf8) else {
            throw Trouble(
                "\(path) is no copy that `voordeur backup` makes of such a database as \(Setting.databaseURL.variable) names."
            )
        }
    }
}
