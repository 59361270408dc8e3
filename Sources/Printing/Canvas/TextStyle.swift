/// How a text looks.
struct TextStyle {
    enum Weight { case regular, semibold }
    enum Alignment { case left, right }

    /// Points.
    var size: Double
    var weight = Weight.regular
    var colour = Colour.ink
    var alignment = Alignment.left

    /// Open Sans has the Latin, Greek and Cyrillic alphabets and figures of one width; the others step in for what it lacks.
    static let families = "Open Sans, Liberation Sans, DejaVu Sans"

    static let title = TextStyle(size: 21, weight: .semibold)
    static let name = TextStyle(size: 13, weight: .semibold)
    static let body = TextStyle(size: 9.5)
    static let strong = TextStyle(size: 9.5, weight: .semibold)
    static let small = TextStyle(size: 8, colour: .soft)
    static let label = TextStyle(size: 8, weight: .semibold, colour: .soft)
    static let total = TextStyle(size: 11.5, weight: .semibold)

    var toTheRight: TextStyle {
        var style = self
        style.alignment = .right
        return style
    }
}
