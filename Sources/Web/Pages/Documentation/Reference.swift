import Kernel

/// The API reference of one version, made of its OpenAPI document and of nothing else: what is not in the document is not in the reference.
struct Reference: Sendable {
    struct Group: Sendable {
        let name: String
        let path: String
        let operations: [ReferenceOperation]
    }

    let version: APIVersion
    let groups: [Group]
    /// The base of the API.
    let server: String
    let schemas: ReferenceSchemas
    let versions: APIVersions

    static func path(of version: APIVersion) -> String { "\(Documentation.root)/v\(version.name)" }

    init(
        _ version: APIVersion, of versions: APIVersions, origins: Origins, _ texts: ReferenceTexts,
        in language: Language
    ) {
        let document = texts.translated(OpenAPIDocument(version: version, origins: origins).document, to: language)
        let schemas = ReferenceSchemas(document)
        let operations = (document["paths"]?.members ?? []).flatMap { path in
            path.value.members.map { ReferenceOperation($0.value, $0.name.uppercased(), path.name, schemas) }
        }
        groups = (document["tags"]?.elements ?? []).compactMap { $0["name"]?.text }.map { name in
            Group(
                name: name, path: "\(Self.path(of: version))/\(Markdown.slug(of: name))",
                operations: operations.filter { $0.group == name })
        }
        (self.version, self.versions, self.schemas, server) = (version, versions, schemas, origins.api)
    }

    func documents(_ texts: Texts) -> [Document] {
        [overview(texts)] + groups.map { ReferencePage(group: $0, reference: self, texts: texts).document() }
    }

    // MARK: What every page begins with

    /// That a newer version is available, and the way to it.
    ///
    /// - Parameter tail: of the address below the version.
    func notice(_ texts: Texts, tail: String = "") -> Markup {
        Markup { markup in
            let newest = versions.newest
            guard newest > version else { return }
            markup.element("div", ["class": "warning doc-newer"]) { box in
                box.text(texts("docs.newer", ["version": version.name]))
                box.text(" ")
                box.link(Self.path(of: newest) + tail, texts("docs.newer.link", ["version": newest.name]))
            }
        }
    }

    // MARK: The page of the version

    private func overview(_ texts: Texts) -> Document {
        let body = Markup { body in
            body.append(notice(texts))
            body.element("p") { p in
                p.text(texts("docs.reference.text"))
                p.text(" ")
                p.element("code", text: "X-VERSION: \(version.name)")
                p.text(" · ")
                p.link("/openapi.json?version=\(version.name)", texts("docs.reference.openapi"))
                p.text(" (")
                p.link("/openapi.yaml?version=\(version.name)", "YAML")
                p.text(")")
            }
            versionLinks(to: &body, texts)
            for group in groups { write(group, to: &body, texts) }
        }
        let title = "\(texts("docs.reference")) \(version.name)"
        return Document(
            path: Self.path(of: version), kind: .reference(version), title: title, body: body,
            sections: [.init(title: title, anchor: nil, text: groups.map(\.name).joined(separator: " "))])
    }

    private func versionLinks(to body: inout Markup, _ texts: Texts) {
        body.element("p", ["class": "doc-versions"]) { p in
            p.text("\(texts("docs.versions")): ")
            for other in versions.all.reversed() {
                if other == version {
                    p.element("strong", text: other.name)
                } else {
                    p.link(Self.path(of: other), other.name)
                }
                p.text(" ")
            }
        }
    }

    private func write(_ group: Group, to body: inout Markup, _ texts: Texts) {
        body.element("h2", ["id": Markdown.slug(of: group.name)]) { $0.link(group.path, group.name) }
        body.table(
            head: [texts("docs.operation"), texts("docs.call"), texts("docs.scope")],
            rows: group.operations.map { operation in
                [
                    Markup { $0.link("\(group.path)#\(operation.id)", operation.summary) },
                    Markup { operation.writeCall(to: &$0) },
                    Markup { operation.writeScope(to: &$0, texts) },
                ]
            })
    }
}
