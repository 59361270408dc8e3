package import PortalDomain

/// The files of one request. What nobody kept is thrown away when the request ends.
package struct Uploads: Sendable {
    static let none = Uploads(parts: [])

    private let parts: [FilePart]
    private var files: [String: [UploadedFile]] = [:]
    /// What is wrong with the files: told together with everything else that is.
    fileprivate private(set) var faults: [FieldError] = []

    init(parts: [FilePart]) { self.parts = parts }

    /// Of a field that takes one; nil without it, and if anything was wrong.
    func file(named name: String) -> UploadedFile? { faults.isEmpty ? files[name]?.first : nil }

    fileprivate func files(of name: String) -> [UploadedFile] { files[name] ?? [] }
    fileprivate func part(named name: String) -> FilePart? { parts.first { $0.name == name } }

    var count: Int { files.values.reduce(0) { $0 + $1.count } }

    func count(of part: FilePart) -> Int { files[part.name]?.count ?? 0 }

    /// Bytes.
    func size(of part: FilePart) -> Int { files(of: part.name).reduce(0) { $0 + $1.content.size } }

    mutating func add(_ file: UploadedFile, of part: FilePart) {
        if part.isPDF, !file.isPDF { refuse(part, "Must be a PDF file.", one: true) }
        files[part.name, default: []].append(file)
    }

    /// - Parameter one: the file that comes next is meant, not all of them.
    mutating func refuse(_ part: FilePart, _ message: String, one: Bool = false) {
        let name = part.isList && one ? "\(part.name)[\(count(of: part))]" : part.name
        guard !faults.contains(where: { $0.field == name }) else { return }
        faults.append(FieldError(name, message))
    }

    func discard() async {
        for file in files.values.joined() { await file.content.discard() }
    }

    /// Runs `work`, and throws away what it did not keep.
    func untilTheEnd<Outcome>(_ work: () async throws -> Outcome) async throws -> Outcome {
        do {
            let outcome = try await work()
            await discard()
            return outcome
        } catch {
            await discard()
            throw error
        }
    }
}

extension FieldReader {
    /// The file of a field that takes one.
    package mutating func file(_ name: String, in uploads: Uploads) -> UploadedFile? {
        files(name, in: uploads).first
    }

    /// The files of a field, in the order sent.
    package mutating func files(_ name: String, in uploads: Uploads) -> [UploadedFile] {
        let faults = uploads.faults.filter { $0.field == name || $0.field.hasPrefix("\(name)[") }
        for fault in faults { refuse(fault.field, fault.message) }
        let files = uploads.files(of: name)
        if faults.isEmpty, files.isEmpty, uploads.part(named: name)?.count.contains(0) != true {
            refuse(name, "Is required: a file with a file name.")
        }
        return files
    }
}
