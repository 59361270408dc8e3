/// A bar chart as inline SVG with a table beside it for those who cannot see it.
///
/// Bars are placed in percent of the width and in pixels of the height, so it fits a phone without scaling its text
/// and needs no inline style.
package struct ChartView: Sendable, Equatable {
    package let title: String
    /// Heads of the table's two columns.
    package let labelHead: String
    package let valueHead: String
    package let bars: [ChartBar]
    package let isEmpty: Bool

    /// Height of the drawing area, above which the values and below which the labels are written.
    static let top = 24
    static let height = 120

    /// - Parameter names: what the table calls the points, where their labels are too short to stand alone.
    package init(
        title: String, labelHead: String, valueHead: String, points: [(label: String, value: Int)],
        names: [String]? = nil
    ) {
        self.title = title
        self.labelHead = labelHead
        self.valueHead = valueHead
        let most = max(1, points.map(\.value).max() ?? 1)
        let step = 10_000 / max(1, points.count)
        let every = (points.count + 11) / 12  // more than twelve labels do not fit on a phone
        bars = points.enumerated().map { index, point in
            let height = max(point.value > 0 ? 2 : 1, point.value * Self.height / most)
            return ChartBar(
                x: Self.percent(index * step + step / 5), width: Self.percent(step * 3 / 5),
                middle: Self.percent(index * step + step / 2),
                y: String(Self.top + Self.height - height), height: String(height),
                valueY: String(Self.top + Self.height - height - 6),
                label: point.label, name: names?[index] ?? point.label, value: String(point.value),
                isZero: point.value == 0,
                isMarked: (points.count - 1 - index) % every == 0)
        }
        isEmpty = points.allSatisfy { $0.value == 0 }
    }

    /// Hundredths of a percent as `12.05%`.
    private static func percent(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}

/// A bar with its label, value and ready coordinates.
package struct ChartBar: Sendable, Equatable {
    package let x: String
    package let width: String
    package let middle: String
    package let y: String
    package let height: String
    package let valueY: String
    package let label: String
    /// In the table.
    package let name: String
    package let value: String
    package let isZero: Bool
    /// Its label and value are written out.
    package let isMarked: Bool
}
