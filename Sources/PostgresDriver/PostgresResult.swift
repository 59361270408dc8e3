import CLibPQ
import Glibc
import Kernel
import Persistence

/// An answer of the server. Frees itself.
final class PostgresResult {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQclear(pointer) }

    var isSuccess: Bool {
        let status = PQresultStatus(pointer)
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
    }

    /// SQLSTATE; nil if the failure is on our side of the connection, mostly that there is none any more.
    var state: String? { field("C") }
    var constraint: String? { field("n") }

    /// What may be logged: never a value. Messages about wrong values (class 22) quote them, so of those the state must do.
    var message: String {
        guard let state else { return String(cString: PQresultErrorMessage(pointer)) }
        return state.hasPrefix("22") ? state : "\(state) \(field("M") ?? "")"
    }

    /// `COMMIT`, `INSERT 0 1`, …
    var tag: String { String(cString: PQcmdStatus(pointer)) }
    var affectedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }
    var rowCount: Int32 { PQntuples(pointer) }

    func columns() -> PostgresColumns {
        let range = 0..<PQnfields(pointer)
        return PostgresColumns(
            names: SQLRow.Columns(range.map { String(cString: PQfname(pointer, $0)) }),
            kinds: range.map { PostgresColumns.Kind(type: PQftype(pointer, $0)) })
    }

    func row(_ row: Int32, _ columns: PostgresColumns) -> SQLRow {
        var values: [SQLValue] = []
        values.reserveCapacity(columns.kinds.count)
        for (column, kind) in columns.kinds.enumerated() { values.append(value(row, Int32(column), kind)) }
        return SQLRow(columns: columns.names, values: values)
    }

    private func value(_ row: Int32, _ column: Int32, _ kind: PostgresColumns.Kind) -> SQLValue {
        guard PQgetisnull(pointer, row, column) == 0, let start = PQgetvalue(pointer, row, column) else { return .null }
        switch kind {
        case .integer: return .integer(Int64(strtoll(start, nil, 10)))
        case .bool: return .integer(start.pointee == CChar(UInt8(ascii: "t")) ? 1 : 0)
        case .text:
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(pointer, row, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private func field(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(pointer, Int32(code.value)).map { String(cString: $0) }
    }
}

/// What the columns of an answer are called, and how their text is read so that rows look as they do on SQLite.
struct PostgresColumns {
    enum Kind {
        case integer, bool, text

        /// The types' numbers have been the same in every release: bool, int8, int2, int4.
        init(type: Oid) {
            switch type {
            case 16: self = .bool
            case 20, 21, 23: self = .integer
            default: self = .text
            }
        }
    }

    let names: SQLRow.Columns
    let kinds: [Kind]
}
