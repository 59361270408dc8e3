import Hummingbird
import Kernel
import NIOCore
import Persistence
import Synchronization
import Web

/// Weighs what a server holds at once: the answers of its database, and the pieces of its own.
final class Scale: Sendable {
    private let weights = Mutex<(rows: Int, piece: Int)>((0, 0))

    /// The most rows with a picture in one answer of the database, since the last time.
    var pictures: Int { weights.withLock { $0.rows } }
    /// Bytes of the longest piece of an answer.
    var longestPiece: Int { weights.withLock { $0.piece } }

    func reset() { weights.withLock { $0 = (0, 0) } }

    func weigh(_ rows: [SQLRow]) {
        let pictures = rows.count { row in
            ["signer_signature", "signature", "acceptance_signature"].contains { column in
                ((try? row.optionalText(column)) ?? nil) != nil
            }
        }
        weights.withLock { $0.rows = max($0.rows, pictures) }
    }

    func weigh(_ piece: ByteBuffer) { weights.withLock { $0.piece = max($0.piece, piece.readableBytes) } }
}

/// A database on a scale.
struct WeighedDatabase: SQLDatabase {
    let database: any SQLDatabase
    let scale: Scale

    var dialect: Dialect { database.dialect }
    var statistics: DatabaseStatistics { database.statistics }

    func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome { try await database.read(body) }

    func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome { try await database.write(body) }

    func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow] {
        let rows = try await database.rows(sql)
        scale.weigh(rows)
        return rows
    }

    func close() async { await database.close() }
}

/// Answers on a scale.
struct WeighedAnswers: RouterMiddleware {
    typealias Context = AppContext

    let scale: Scale

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        let body = response.body.map { [scale] piece in
            scale.weigh(piece)
            return piece
        }
        // Anew: a body that is set takes the Content-Length of the old one with it.
        return Response(status: response.status, headers: response.headers, body: body)
    }
}
