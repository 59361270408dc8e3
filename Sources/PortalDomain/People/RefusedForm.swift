/// What is wrong with a form: every field at once, so that nobody has to send it five times.
package struct RefusedForm: Error, Sendable, Equatable {
    package let problems: [FormProblem]

    package init(_ problems: [FormProblem]) { self.problems = problems }
}

/// Why one field is refused: the key of a translated text, and what goes into its `{placeholders}`.
package struct FormProblem: Sendable, Equatable {
    package let field: String
    package let text: String
    package let values: [String: String]

    package init(_ field: String, _ text: String, _ values: [String: String] = [:]) {
        (self.field, self.text, self.values) = (field, text, values)
    }
}
