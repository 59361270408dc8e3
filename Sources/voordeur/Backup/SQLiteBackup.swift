import Foundation
import Kernel
import SQLiteDriver

struct SQLiteBackup: Backup {
    let path: String

    func write(to draft: String) async throws {
        guard exists(path) else { throw Trouble("There is no database at \(path).") }
        try SQLiteCopy.copy(path, to: draft)
    }

    func isReplacing() async throws -> Bool { exists(path) }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The copy is copied once more, which finds out whether it is whole, before it takes the database's place. What was there stays
    /// beside it.
    func restore(from copy: String) async throws -> String? {
        let old = "\(path).replaced"
        guard !exists(path) || !exists(old) else {
            throw Trouble("\(old) is what an earlier restoration replaced; move it away, or remove it.")
        }
        try PrivateFile(path: path).makeFolder()
        let draft = "\(path).restored"
        try? FileManager.default.removeItem(atPath: draft)
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try SQLiteCopy.copy(copy, to: draft)
        try PrivateFile(path: draft).sync()
        var hasOld = false
        // With the log of what has not been written into the file yet: without its own the file would not be whole.
        for part in ["", "-wal", "-shm"] {
            guard exists(path + part) else { continue }
            try FileManager.default.moveItem(atPath: path + part, toPath: old + part)
            hasOld = true
        }
        try FileManager.default.moveItem(atPath: draft, toPath: path)
        try PrivateFile(path: path).sync()
        return hasOld ? "What was there before is in \(old): remove it when you need it no more." : nil
    }
}
