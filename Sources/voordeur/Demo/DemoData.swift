import Kernel
import PortalDomain

/// Makes the demo data once, and finds it again.
///
/// Everything goes through the use cases, so the demo data keeps every rule and has its audit log. They make keys and
/// secrets themselves and cannot share one transaction, so a crash is met differently: each step finds what it would
/// make, or makes it. The passwords are in the file before the first step; a key or secret that was made, but not
/// written down before the crash, is replaced by a new one. So the next run completes what an interrupted one began,
/// whenever that was.
struct DemoData: Sendable {
    private let bench: Workbench
    private let plan: DemoPlan
    private let file: PrivateFile

    /// The file is beside the secret key, where this installation keeps what nobody else may read.
    init(_ bench: Workbench, plan: DemoPlan = .standard) {
        (self.bench, self.plan) = (bench, plan)
        file = PrivateFile(path: Self.path(besides: bench.settings.secretKeyFile))
    }

    private static func path(besides key: String) -> String {
        key.lastIndex(of: "/").map { "\(key[...$0])demo.json" } ?? "demo.json"
    }

    func make() async throws -> DemoFile {
        let lock = try FileLock(path: "\(file.path).lock")
        defer { lock.release() }
        var demo = try await begin()
        guard !demo.isComplete else { return demo }
        for position in plan.portals.indices {
            let maker = DemoPortalMaker(bench, plan.portals[position])
            demo.portals[position] = try await maker.complete(demo.portals[position]) { portal in
                demo.portals[position] = portal
                try file.write(demo.text)
            }
        }
        let maker = DemoAppMaker(bench, plan)
        let developer = try await maker.developer(demo.developer)
        for position in plan.apps.indices where !demo.apps[position].isComplete {
            demo.apps[position] = try await maker.app(plan.apps[position], demo.apps[position], of: developer)
            try file.write(demo.text)
        }
        return demo
    }

    /// What the file says that is true of this database; a new file if there is none.
    private func begin() async throws -> DemoFile {
        let existing = try await bench.useCases.portals.find(slug: plan.portals[0].slug)
        guard let text = try file.read() else {
            guard existing == nil else {
                throw Trouble(
                    "The portal \(plan.portals[0].slug) exists, and \(file.path) with its passwords does not. Restore that file, or use another database."
                )
            }
            let demo = DemoFile(plan, from: bench.ambient)
            try file.write(demo.text)
            return demo
        }
        guard var demo = DemoFile(text), demo.portals.map(\.slug) == plan.portals.map(\.slug),
            demo.apps.count == plan.apps.count
        else { throw Trouble("\(file.path) is not a file of demo credentials; move it away.") }
        // Of another database, which was thrown away or is another one: its passwords will do, its keys are unknown
        // here.
        if demo.portals[0].id != nil, existing?.id.text != demo.portals[0].id {
            demo.forgetKeys()
            try file.write(demo.text)
        }
        return demo
    }
}

extension DemoFile {
    /// Keeps the passwords only.
    fileprivate mutating func forgetKeys() {
        for position in portals.indices {
            (portals[position].id, portals[position].customer) = (nil, nil)
            (portals[position].apiKey, portals[position].apiKeyReadOnly) = (nil, nil)
        }
        for position in apps.indices { (apps[position].clientID, apps[position].clientSecret) = (nil, nil) }
    }
}
