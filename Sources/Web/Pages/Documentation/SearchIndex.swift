/// Words to the parts of pages that hold them: one language, made once.
///
/// Every word of a question must begin a word of what is found. A question costs a look into a sorted list for each of its words,
/// whatever it says.
struct SearchIndex: Sendable {
    struct Entry: Sendable {
        let title: String
        /// The page that it is on, if it is a part of one.
        let page: String?
        let href: String
        let text: String
    }

    /// More of a question is not looked at.
    static let longestQuestion = 100
    private static let mostWords = 8
    private static let mostResults = 30
    /// Shared by the words of a title: a title of one word says most.
    private static let titleWeight = 48
    private static let heaviest = 8

    private let entries: [Entry]
    /// Sorted.
    private let words: [String]
    /// By position in `words`: entries and how much the word weighs there.
    private let places: [[(entry: Int, weight: Int)]]

    init(_ documents: [Document]) {
        var entries: [Entry] = []
        var found: [String: [Int: Int]] = [:]
        for document in documents {
            for section in document.sections {
                let number = entries.count
                let href = section.anchor.map { "\(document.path)#\($0)" } ?? document.path
                let page = section.anchor == nil ? nil : document.title
                entries.append(Entry(title: section.title, page: page, href: href, text: section.text))
                for word in Self.words(of: section.text) {
                    found[word, default: [:]][number] = min((found[word]?[number] ?? 0) + 1, Self.heaviest)
                }
                let title = Self.words(of: section.title)
                for word in title { found[word, default: [:]][number, default: 0] += Self.titleWeight / title.count }
            }
        }
        let sorted = found.sorted { $0.key < $1.key }
        words = sorted.map(\.key)
        places = sorted.map { word in word.value.sorted { $0.key < $1.key }.map { (entry: $0.key, weight: $0.value) } }
        self.entries = entries
    }

    /// The best first.
    func results(for question: String) -> [Entry] {
        let asked = Self.words(of: String(question.prefix(Self.longestQuestion))).prefix(Self.mostWords)
        guard var scores = asked.first.map(weights) else { return [] }
        for word in asked.dropFirst() {
            let others = weights(word)
            scores = scores.reduce(into: [:]) { kept, score in
                if let other = others[score.key] { kept[score.key] = score.value + other }
            }
        }
        let best = scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostResults)
        return best.map { entries[$0.key] }
    }

    /// What a word weighs, by entry: the whole word counts double.
    private func weights(_ word: String) -> [Int: Int] {
        var weights: [Int: Int] = [:]
        var position = firstPosition(of: word)
        while position < words.count, words[position].hasPrefix(word) {
            let factor = words[position] == word ? 2 : 1
            for place in places[position] { weights[place.entry, default: 0] += place.weight * factor }
            position += 1
        }
        return weights
    }

    private func firstPosition(of word: String) -> Int {
        var (low, high) = (0, words.count)
        while low < high {
            let middle = (low + high) / 2
            if words[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }

    static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension SearchIndex.Entry {
    /// The text around the first word of the question that occurs in it.
    func excerpt(for question: String) -> String {
        let length = 180
        guard text.count > length else { return text }
        let lower = text.lowercased()
        var start = text.startIndex
        for word in SearchIndex.words(of: question) {
            guard let range = lower.firstRange(of: word) else { continue }
            let distance = lower.distance(from: lower.startIndex, to: range.lowerBound)
            guard distance > 60 else { break }
            let near = text.index(text.startIndex, offsetBy: distance - 60, limitedBy: text.endIndex) ?? start
            start = text[near...].firstIndex(of: " ") ?? near
            break
        }
        let excerpt = text[start...].prefix(length)
        let before = start == text.startIndex ? "" : "… "
        return "\(before)\(excerpt)\(excerpt.endIndex == text.endIndex ? "" : " …")"
    }
}
