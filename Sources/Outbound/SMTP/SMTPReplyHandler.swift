import NIOCore
import NIOSSL

/// Hears the answers of the server, one at a time. Lives on the event loop of its channel.
final class SMTPReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// What a connection ends with that nobody closed on purpose.
    enum Fault: Error { case closed, silent, unexpected }

    private struct Waiting {
        let promise: EventLoopPromise<SMTPReply>
        let limit: Scheduled<Void>
        /// What to do at the very moment of a 220, before anything else is read.
        let upgrade: NIOSSLClientHandler?
    }

    private var parser = SMTPReplyParser()
    private var waiting: Waiting?
    /// An answer that nobody asked for yet: the greeting, or a 421 before the server closes.
    private var early: SMTPReply?
    private var isGreeted = false
    private var failure: (any Error)?
    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) {
        fail(Fault.closed)
        self.context = nil
    }

    /// - Parameter upgrade: becomes the channel's TLS when the answer is 220.
    func expect(_ promise: EventLoopPromise<SMTPReply>, within limit: TimeAmount, upgrade: NIOSSLClientHandler?) {
        guard failure == nil, waiting == nil, let context else { return promise.fail(failure ?? Fault.closed) }
        if let early {
            self.early = nil
            return promise.succeed(early)
        }
        let end = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { self.fail(Fault.silent) }
        waiting = Waiting(promise: promise, limit: end, upgrade: upgrade)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            let replies = try parser.feed(unwrapInboundIn(data).readableBytesView)
            // What comes along with the answer to STARTTLS, in the clear, was put there by somebody in between, to be taken for
            // the server's words under TLS (CVE-2011-0411).
            if waiting?.upgrade != nil, !replies.isEmpty, replies.count > 1 || !parser.isEmpty {
                throw Fault.unexpected
            }
            for reply in replies { try take(reply, context) }
        } catch {
            fail(error)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(Fault.closed)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

    private func take(_ reply: SMTPReply, _ context: ChannelHandlerContext) throws {
        guard let waiting else {
            // Any other is an answer to a question that we did not ask yet. Taken for the answer to STARTTLS it would leave us in the
            // clear and make us believe that we are not (CVE-2011-0411).
            guard early == nil, !isGreeted || reply.code == 421 else { throw Fault.unexpected }
            (early, isGreeted) = (reply, true)
            return
        }
        isGreeted = true
        if let upgrade = waiting.upgrade, reply.code == 220 {
            // Here and now: whatever is read next is under TLS.
            try context.pipeline.syncOperations.addHandler(upgrade, position: .before(self))
        }
        self.waiting = nil
        waiting.limit.cancel()
        waiting.promise.succeed(reply)
    }

    /// The first reason counts. The connection is of no more use.
    private func fail(_ error: any Error) {
        failure = failure ?? error
        early = nil
        if let waiting {
            self.waiting = nil
            waiting.limit.cancel()
            waiting.promise.fail(error)
        }
        context?.close(promise: nil)
    }
}
