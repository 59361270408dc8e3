import Kernel
import PortalDomain

/// Makes what is done with the customers of a demo portal: appointments, punch cards, tickets, agreements.
///
/// Each kind is made in one go when there is none of it yet. An interrupted run may leave a kind with fewer than planned.
struct DemoWorkMaker: Sendable {
    private let bench: Workbench
    private let portal: PortalID
    private let employee: String
    private let customers: [Customer]
    private let actor: AuditEvent.Actor
    private let zone: TimeZoneTable

    /// - Parameters:
    ///   - employee: the name of who answers.
    ///   - customers: at least one.
    init(
        _ bench: Workbench, _ portal: Portal, employee: String, _ customers: [Customer], by actor: AuditEvent.Actor
    ) throws {
        (self.bench, self.portal, self.employee) = (bench, portal.id, employee)
        (self.customers, self.actor) = (customers, actor)
        guard let zone = TimeZones().table(named: portal.timeZone) else {
            throw Trouble("This machine does not know the time zone \(portal.timeZone).")
        }
        self.zone = zone
    }

    func make() async throws {
        guard !customers.isEmpty else { return }
        try await appointments()
        try await punchCards()
        try await tickets()
        try await agreements()
    }

    private func customer(_ number: Int) -> Customer { customers[number * 7 % customers.count] }

    /// So many days from today, at that hour on the portal's clock.
    private func moment(_ days: Int, hour: Int) -> Timestamp {
        let today = zone.date(at: bench.ambient.now())
        return zone.start(of: today.adding(days: days)) + Int64(hour) * 3600
    }

    // MARK: - Appointments

    private static let visits: [(name: String, days: Int, hour: Int, length: Int64)] = [
        ("Kennismaking", -21, 10, 3600), ("Jaargesprek", -9, 14, 5400), ("Proeverij nieuwe producten", 1, 11, 3600),
        ("Bespreking bestelling", 3, 9, 1800), ("Onderhoudsbeurt", 6, 13, 7200), ("Offerte doornemen", 10, 16, 2700),
    ]

    private func appointments() async throws {
        let all = AppointmentFilter(window: moment(-365, hour: 0)..<moment(365, hour: 0))
        guard try await bench.useCases.appointments.list(all, in: portal).isEmpty else { return }
        for (number, visit) in Self.visits.enumerated() {
            let start = moment(visit.days, hour: visit.hour)
            guard let time = AppointmentTime(from: start, to: start + visit.length) else { continue }
            let new = NewAppointment(name: visit.name, time: time, customer: customer(number).id)
            // What lies behind us was planned before it took place.
            let desk = bench.at(min(bench.ambient.now(), start) - 5 * 86_400).useCases.appointments
            _ =
                try await number == 3
                ? desk.request(new, in: portal, by: .system) : desk.schedule(new, in: portal, by: actor)
        }
    }

    // MARK: - Punch cards

    private func punchCards() async throws {
        guard
            try await bench.useCases.punchCards.list(PageRequest(start: .page(1), size: 1), in: portal).entities.isEmpty
        else {
            return
        }
        let earlier = bench.at(moment(-120, hour: 9)).useCases.punchCards
        let lessons = try await earlier.create(
            NewPunchCard(
                name: "Workshopkaart", description: "Tien avonden, te besteden binnen een jaar.", punches: 10,
                punchLabel: "avond", sale: .init(price: Cents(15_000), vatRate: .standard), expiry: .init(1, .years)),
            in: portal, by: actor)
        _ = try await earlier.create(
            NewPunchCard(name: "Koffiekaart", punches: 12, punchLabel: "kop koffie"), in: portal, by: actor)
        for number in 0..<4 {
            let desk = bench.at(moment(-100 + number * 20, hour: 10)).useCases.punchCards
            let made = try await desk.issue(
                lessons.id, to: customer(number).id, in: portal, zone: zone, by: actor)
            guard case .created(let card) = made else { continue }
            _ = try await bench.at(moment(-20 + number, hour: 20)).useCases.punchCards.stamp(
                card.id, of: lessons.id, number == 0 ? 10 : number + 1, in: portal, by: actor)
        }
    }

    // MARK: - Tickets

    private struct Question {
        let title: String
        let text: String
        let answer: String?
        let isClosed: Bool
    }

    private static let questions = [
        Question(
            title: "Factuur niet ontvangen", text: "Ik mis de factuur van vorige maand. Kunt u die nog eens sturen?",
            answer: "Excuses! De factuur is zojuist opnieuw verstuurd.", isClosed: true),
        Question(
            title: "Kan ik mijn bestelling wijzigen?",
            text: "Voor vrijdag graag twee dozen minder.\nAls dat nog kan, natuurlijk.",
            answer: "Dat kan nog; ik heb het aangepast.", isClosed: false),
        Question(
            title: "Inloggen lukt niet", text: "Sinds vanochtend kom ik niet meer in het klantportaal.", answer: nil,
            isClosed: false),
    ]

    private func tickets() async throws {
        guard try await bench.useCases.tickets.list(PageRequest(start: .page(1), size: 1), in: portal).entities.isEmpty
        else {
            return
        }
        for (number, question) in Self.questions.enumerated() {
            let (customer, day) = (customer(number + 2), -12 + number * 5)
            guard let text = MessageHTML(plain: question.text) else { continue }
            let made = try await bench.at(moment(day, hour: 9)).useCases.tickets.create(
                NewTicket(title: question.title, message: text, customer: customer.id),
                from: .customer(named: customer.companyName), in: portal, by: .system)
            guard case .created(let thread) = made, let answer = question.answer.flatMap({ MessageHTML(plain: $0) })
            else { continue }
            _ = try await bench.at(moment(day, hour: 11)).useCases.tickets.reply(
                to: thread.ticket.id, answer, from: .portal(named: employee), in: portal, by: actor)
            guard question.isClosed else { continue }
            _ = try await bench.at(moment(day + 1, hour: 9)).useCases.tickets.close(
                thread.ticket.id, in: portal, by: actor)
        }
    }

    // MARK: - Agreements

    /// One that is signed, and one that waits.
    private func agreements() async throws {
        let page = PageRequest<AgreementKind>(start: .page(1), size: 1)
        guard try await bench.useCases.agreements.list(page, in: portal).entities.isEmpty else { return }
        let signed = try await agreement(with: customer(0), day: -40)
        if let signer = signed?.signers.first?.id { try await sign(as: signer, day: -38) }
        _ = try await agreement(with: customer(1), day: -3)
    }

    private func agreement(with customer: Customer, day: Int) async throws -> AgreementWithDetails? {
        guard let pdf = Base64.decode(DemoContract.contract.utf8), let image = SignatureImage(DemoContract.signature)
        else {
            return nil
        }
        let desk = bench.at(moment(day, hour: 11))
        let document = NewAgreement.Document(
            name: FileName(stored: "overeenkomst.pdf"), content: try await desk.useCases.contents.keep(bytes: pdf))
        let signer = NewAgreement.Signer(
            firstName: "Kim", lastName: "de Boer", email: customer.primaryEmail, shouldIdentify: false)
        let new = NewAgreement(
            name: "Samenwerking \(customer.companyName)", signerName: employee, signature: image,
            customer: customer.id, signers: [signer], documents: [document])
        guard case .created(let made) = try await desk.useCases.agreements.create(new, in: portal, by: actor) else {
            return nil
        }
        return made
    }

    private func sign(as signer: AgreementSignerID, day: Int) async throws {
        let agreements = bench.at(moment(day, hour: 15)).useCases.agreements
        guard let visit = agreements.links.visit(of: signer), let image = SignatureImage(DemoContract.signature) else {
            return
        }
        _ = try await agreements.sign(visit, with: image, code: nil, from: "127.0.0.1")
    }
}
