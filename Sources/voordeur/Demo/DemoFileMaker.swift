import Kernel
import PortalDomain

/// Makes the files of a demo portal: a few documents in directories, one of them shared, and a request for more.
///
/// Made in one go when there are none yet.
struct DemoFileMaker: Sendable {
    private let bench: Workbench
    private let portal: PortalID
    private let actor: AuditEvent.Actor

    init(_ bench: Workbench, _ portal: Portal, by actor: AuditEvent.Actor) {
        (self.bench, self.portal, self.actor) = (bench, portal.id, actor)
    }

    private static let directories: [(name: String, files: [(name: String, text: String)])] = [
        (
            "Handleidingen",
            [
                ("Bestellen en afhalen.txt", "Bestel voor 17.00 uur; morgen vanaf 8.00 uur staat alles klaar.\n"),
                (
                    "Openingstijden.csv",
                    "dag,open,dicht\nmaandag,08:00,18:00\ndinsdag,08:00,18:00\nzaterdag,08:00,17:00\n"
                ),
            ]
        ),
        ("Jaarcijfers", [("Omzet 2025.csv", "kwartaal,omzet\n1,48210.50\n2,51380.00\n3,47995.25\n4,60112.75\n")]),
    ]

    func make() async throws {
        let first = PageRequest<FileEntryKind>(start: .page(1), size: 1)
        guard try await bench.useCases.files.list(first, of: nil, in: portal).entities.isEmpty else { return }
        for (number, directory) in Self.directories.enumerated() {
            let made = try await bench.useCases.files.makeDirectory(
                named: directory.name, in: nil, in: portal, by: actor)
            guard case .created(let entry) = made, case .directory(let id) = entry.body else { continue }
            for file in directory.files { try await add(file, to: id) }
            if number == 0 {
                _ = try await bench.useCases.fileShares.create([entry.id], for: nil, in: portal, by: actor)
            }
        }
        let wanted = ["Balans", "Winst- en verliesrekening"].map {
            NewFileRequest.Wanted(
                name: $0, description: "PDF", isRequired: true, maximumKilobytes: Files.maximumSize / 1024)
        }
        let new = NewFileRequest(
            name: "Jaarrekening", description: "Graag beide stukken, ondertekend.", directory: nil, customer: nil,
            files: wanted)
        _ = try await bench.useCases.fileRequests.create(new, in: portal, by: actor)
    }

    private func add(_ file: (name: String, text: String), to directory: DirectoryID) async throws {
        let staged = try await bench.useCases.contents.staging.stage(Array(file.text.utf8))
        let upload = UploadedFile(name: FileName(stored: file.name), claimedType: nil, content: staged)
        _ = try await bench.useCases.files.add(upload, to: directory, in: portal, by: actor)
        await staged.discard()
    }
}
