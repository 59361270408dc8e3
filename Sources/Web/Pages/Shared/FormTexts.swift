import Kernel
import PortalDomain

extension RefusedForm {
    /// The translated problem of a field, or nil if there is none.
    func text(of field: String, _ texts: Texts) -> String? {
        problems.first { $0.field == field }.map { texts($0.text, $0.values) }
    }
}

extension FormFields {
    /// What a field holds, to show it again.
    func view(_ name: String, _ refused: RefusedForm?, _ texts: Texts) -> FieldView {
        FieldView(value: self[name] ?? "", error: refused?.text(of: name, texts))
    }
}

/// Scopes and options in words.
extension Texts {
    /// What a developer can switch on for an app.
    func options(chosen: Set<String>) -> [OptionView] {
        AppOptions.names.map { name in
            OptionView(
                value: name, label: self("option.\(name)"), hint: self("option.\(name).hint"),
                isSelected: chosen.contains(name))
        }
    }

    func describe(_ scopes: Scopes) -> [ScopeText] { scopes.names.map { ScopeText(name: $0, text: scope($0)) } }

    /// Every scope by area, for a form.
    func picker(chosen: Set<String>, required: Set<String> = []) -> [ScopeAreaView] {
        var areas: [String] = []
        for name in Scopes.names {
            let area = String(name.prefix { $0 != "." })
            if areas.last != area { areas.append(area) }
        }
        return areas.map { area in
            let box: (String) -> ScopeBox? = { access in
                let name = "\(area).\(access)"
                guard Scopes(name: name) != nil else { return nil }
                return ScopeBox(
                    name: name, text: scope(name), isChecked: chosen.contains(name), isRequired: required.contains(name)
                )
            }
            return ScopeAreaView(name: area, label: self.area(area), read: box("read"), write: box("write"))
        }
    }
}
