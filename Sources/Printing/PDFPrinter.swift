import Kernel
import NIOPosix
package import PortalDomain
import Synchronization

/// Prints documents as PDF on threads of its own, a few at a time: setting a long one takes seconds of work.
package final class PDFPrinter: DocumentPrinter {
    private let pool: NIOThreadPool
    private let limit: Int
    private let jobs = Mutex(0)

    /// - Parameters:
    ///   - threads: how many documents at once.
    ///   - waiting: how many more may wait for a thread.
    package init(threads: Int = 2, waiting: Int = 32) {
        limit = threads + waiting
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    package func pdf(of document: PaperDocument) async throws(PrintingFailure) -> [UInt8] {
        let isAdmitted = jobs.withLock { jobs in
            guard jobs < limit else { return false }
            jobs += 1
            return true
        }
        guard isAdmitted else { throw .busy }
        defer { jobs.withLock { $0 -= 1 } }
        let result: Result<[UInt8], Canvas.Failure>
        do {
            result = try await pool.runIfActive { Self.print(document) }
        } catch {
            throw .busy  // cancelled while it waited, or shutting down
        }
        switch result {
        case .success(let bytes): return bytes
        case .failure(let failure): throw .failed(detail: failure.detail)
        }
    }

    /// Blocks. The fonts that a thread found stay with it (pango has one font map per thread).
    private static func print(_ document: PaperDocument) -> Result<[UInt8], Canvas.Failure> {
        Result { () throws(Canvas.Failure) in
            // Pango ends the process when it finds no font at all.
            guard PaperFonts.inUse != nil else { throw Canvas.Failure(detail: "no font is installed") }
            return try Sheet.pdf(SheetTexts(document))
        }
    }
}
