import Foundation
import Kernel
import PortalDomain
import Testing

@testable import Printing

@Suite("Papers as PDF", .timeLimit(.minutes(5)))
struct PDFPrinterTests {
    let printer = PDFPrinter(threads: 1)

    @Test("An invoice and an offer are PDFs on A4 with embedded fonts, in Dutch and in English")
    func papers() async throws {
        for (name, kind, language) in [
            ("factuur", PaperDocument.Kind.invoice, MailLanguage.nl), ("invoice", .invoice, .en),
            ("offerte", .offer(expiresAt: try Papers.day(2025, 4, 4)), .nl),
            ("offer", .offer(expiresAt: try Papers.day(2025, 4, 4)), .en),
        ] {
            let pdf = try await printer.pdf(of: try Papers.paper(kind, in: language))
            try Papers.keep(pdf, as: name)
            let structure = Structure(pdf)
            #expect(structure.isWhole)
            #expect(structure.pages == 1)
            #expect(structure.boxes == ["0 0 595.276 841.89"])
            // Subsets of fonts that lie in the file: text can be selected, and the euro sign is there wherever it is read.
            #expect(structure.fontFiles >= 2)
            #expect(structure.unicodeMaps == structure.fontFiles)
        }
    }

    @Test("The same document gives the same bytes, whatever the time and the thread")
    func sameBytes() async throws {
        let paper = try Papers.paper()
        let first = try await printer.pdf(of: paper)
        #expect(try await PDFPrinter(threads: 2).pdf(of: paper) == first)
        #expect(try await printer.pdf(of: paper) == first)
        #expect(try await printer.pdf(of: try Papers.paper(number: "2025-002")) != first)
    }

    @Test("A long document goes on over as many pages as it takes")
    func longDocument() async throws {
        let lines = Papers.lines(100) {
            "Levering \($0): krentenbollen, besteld per telefoon en ’s ochtends vroeg gebracht"
        }
        let pdf = try await printer.pdf(of: try Papers.paper(lines: lines))
        try Papers.keep(pdf, as: "long")
        #expect((3...8).contains(Structure(pdf).pages))
        let tall = Papers.lines(3) { _ in
            String(repeating: "Een alinea die verder gaat dan een pagina lang is. ", count: 40)
        }
        let pages = try await printer.pdf(of: try Papers.paper(lines: tall))
        try Papers.keep(pages, as: "tall")
        #expect(Structure(pages).pages >= 2)
    }

    @Test("A logo is taken along; one that cannot be read is left out")
    func logos() async throws {
        let plain = try await printer.pdf(of: try Papers.paper())
        #expect(Structure(plain).images == 0)
        let drawn = try AppLogo(DrawnPicture.png(width: 120, height: 64))
        let pdf = try await printer.pdf(of: try Papers.paper(logo: PrintedLogo(drawn)))
        try Papers.keep(pdf, as: "logo")
        #expect(Structure(pdf).images == 1)
        // Starts like a picture, and is none.
        let broken = try AppLogo(Array(DrawnPicture.png(width: 120, height: 64).prefix(60)))
        #expect(try await printer.pdf(of: try Papers.paper(logo: PrintedLogo(broken))) == plain)
    }

    @Test("Hostile texts neither crash the printer nor keep it from the rest", arguments: Hostile.allCases)
    func hostile(_ text: Hostile) async throws {
        let lines = (0..<text.count).map { _ in AmountLine(text.text, unitPrice: Cents(1), vatRate: .standard) }
        let party = PaperDocument.Party(
            name: text.short, address: text.short, zipCode: String(text.short.unicodeScalars.prefix(20)),
            city: text.short, country: .netherlands)
        let paper = try Papers.paper(
            lines: lines, number: text.short, sender: party, recipient: party,
            particulars: .init(email: text.short, vatNumber: text.short, registration: text.short, iban: text.short))
        let pdf = try await printer.pdf(of: paper)
        try Papers.keep(pdf, as: "hostile-\(text.rawValue)")
        #expect(Structure(pdf).isWhole)
        #expect((1...400).contains(Structure(pdf).pages))
    }

    @Test("The largest amounts have room")
    func largeAmounts() async throws {
        let large = Cents.maximum
        let million = Quantity(stored: 1_000_000_000)
        let lines = [
            AmountLine("Veel", quantity: million, unitPrice: large, vatRate: .standard),
            AmountLine("En weer terug", quantity: million, unitPrice: Cents(-large.count), vatRate: .standard),
            AmountLine("Rest", unitPrice: large, vatRate: .zero),
        ]
        let pdf = try await printer.pdf(of: try Papers.paper(lines: lines))
        try Papers.keep(pdf, as: "large")
        #expect(Structure(pdf).pages == 1)
    }

    @Test("When too many wait, the next one is told so, and the others get their papers")
    func busy() async throws {
        let printer = PDFPrinter(threads: 1, waiting: 1)
        let lines = Papers.lines(100) { _ in String(repeating: "lang ", count: 200) }
        let paper = try Papers.paper(lines: lines)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask { (try? await printer.pdf(of: paper)) != nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(true))
        #expect(outcomes.contains(false))
        #expect(try await printer.pdf(of: try Papers.paper()).isEmpty == false)
    }
}

/// Texts that people send who wish us ill.
enum Hostile: String, CaseIterable, Sendable {
    case longWords, wideGlyphs, stackedMarks, rightToLeft, emoji, controls, lineFeeds, everyScalar, empty

    /// Lines of the table.
    var count: Int { 100 }

    var text: String {
        switch self {
        case .longWords: String(repeating: "W", count: 2000)
        case .wideGlyphs: String(repeating: "\u{FDFD}", count: 2000)
        case .stackedMarks: "a" + String(repeating: "\u{0301}\u{0323}", count: 999)
        case .rightToLeft: String(repeating: "مرحبا שלום \u{202E}gnihton\u{2067} € 100 ", count: 60)
        case .emoji: String(repeating: "👩‍👩‍👧‍👦🚲🏳️‍🌈", count: 150)
        case .controls: String(repeating: "\u{1}\u{7F}\u{85}\u{200B}\u{FEFF}\r\n\t\u{B}\u{2028}\u{FFFE}", count: 200)
        case .lineFeeds: "a" + String(repeating: "\n", count: 1998) + "b"
        case .everyScalar: Self.scalars(2000)
        case .empty: ""
        }
    }

    var short: String { String(String.UnicodeScalarView(text.unicodeScalars.prefix(255))) }

    /// A scalar of each stretch of the whole repertoire.
    private static func scalars(_ count: UInt32) -> String {
        var view = String.UnicodeScalarView()
        for index in 0..<count {
            if let scalar = Unicode.Scalar(1 + index * (0x10FFFF / count)) { view.append(scalar) }
        }
        return String(view)
    }
}

/// What can be told of a PDF without reading its streams.
struct Structure {
    private let text: String

    init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: Unicode.ASCII.self) }

    var isWhole: Bool { text.hasPrefix("%PDF-1.") && text.hasSuffix("%%EOF\n") }
    var pages: Int { count("/Type /Page ") + count("/Type /Page\n") }
    var fontFiles: Int { count("/FontFile") }
    var unicodeMaps: Int { count("/ToUnicode") }
    /// Pictures of the page; the transparency of one is another image, which its `/SMask` names.
    var images: Int { count("/Subtype /Image") - count("/SMask") }

    /// The sizes of the pages, each once.
    var boxes: Set<String> {
        Set(
            text.components(separatedBy: "/MediaBox [").dropFirst().compactMap {
                $0.split(separator: "]").first.map { $0.trimmingCharacters(in: .whitespaces) }
            })
    }

    private func count(_ word: String) -> Int { text.components(separatedBy: word).count - 1 }
}
