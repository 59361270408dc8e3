package import Kernel

/// A person who builds apps. A different account than a user, also with the same e-mail address.
package struct Developer: Sendable, Equatable {
    package let id: DeveloperID
    package let email: String
    package let name: String
    /// Opened the link that was mailed to them.
    package let isConfirmed: Bool
    /// The operator knows who they are: shown on consent pages.
    package let isVerified: Bool
    package let isBanned: Bool

    package func actor(at address: String) -> AuditEvent.Actor {
        .init(kind: .developer, id: id.text, name: email, address: address)
    }
}

/// What somebody registers with. Every field is checked.
package struct NewDeveloper: Sendable {
    package let name: PublicName
    package let email: AccountEmail
    package let password: Password

    package init(name: String, email: String, password: String) throws(RefusedForm) {
        var problems: [FormProblem] = []
        var checkedName: PublicName?
        do throws(PublicName.Fault) {
            checkedName = try PublicName(name)
        } catch {
            problems.append(error.problem(of: "name"))
        }
        let checkedEmail = AccountEmail(email)
        if checkedEmail == nil {
            problems.append(FormProblem("email", email.isEmpty ? "error.email.required" : "error.email.malformed"))
        }
        var checkedPassword: Password?
        do throws(Password.Fault) {
            checkedPassword = try Password(password)
        } catch {
            problems.append(error.problem)
        }
        guard let checkedName, let checkedEmail, let checkedPassword else { throw RefusedForm(problems) }
        (self.name, self.email, self.password) = (checkedName, checkedEmail, checkedPassword)
    }
}
