import Kernel

extension Mail {
    /// To the attendee, in the portal's language.
    static func appointment(_ appointment: Appointment, _ notice: Appointments.Notice, _ voice: PortalVoice) -> Mail {
        Mail(to: appointment.attendeeEmail.text, in: voice.language) { language in
            let when = voice.span(appointment.time, in: language)
            let link = appointment.onlineMeetingLink.map { "\n\n\($0)" } ?? ""
            switch (language, notice) {
            case (.en, .scheduled):
                return (
                    "Appointment with \(voice.name): \(when)",
                    """
                    Hello \(appointment.attendeeName),

                    You have an appointment with \(voice.name).

                    \(appointment.name)
                    \(when)\(link)

                    """
                )
            case (.en, .moved):
                return (
                    "Your appointment with \(voice.name) has moved: \(when)",
                    """
                    Hello \(appointment.attendeeName),

                    Your appointment with \(voice.name) has a new time.

                    \(appointment.name)
                    \(when)\(link)

                    """
                )
            case (.en, .canceled):
                return (
                    "Your appointment with \(voice.name) is canceled",
                    """
                    Hello \(appointment.attendeeName),

                    This appointment with \(voice.name) is canceled:

                    \(appointment.name)
                    \(when)

                    """
                )
            case (.nl, .scheduled):
                return (
                    "Afspraak met \(voice.name): \(when)",
                    """
                    Hallo \(appointment.attendeeName),

                    Je hebt een afspraak met \(voice.name).

                    \(appointment.name)
                    \(when)\(link)

                    """
                )
            case (.nl, .moved):
                return (
                    "Je afspraak met \(voice.name) is verzet: \(when)",
                    """
                    Hallo \(appointment.attendeeName),

                    Je afspraak met \(voice.name) heeft een nieuwe tijd.

                    \(appointment.name)
                    \(when)\(link)

                    """
                )
            case (.nl, .canceled):
                return (
                    "Je afspraak met \(voice.name) gaat niet door",
                    """
                    Hallo \(appointment.attendeeName),

                    Deze afspraak met \(voice.name) gaat niet door:

                    \(appointment.name)
                    \(when)

                    """
                )
            }
        }
    }
}
