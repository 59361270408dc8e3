import Kernel

extension Mail {
    /// To somebody who is to sign, in the portal's language.
    static func toSign(
        _ agreement: Agreement, _ signer: AgreementSigner, at address: String, _ voice: PortalVoice
    ) -> Mail {
        Mail(to: signer.email.text, in: voice.language) { language in
            switch language {
            case .en:
                return (
                    "Please sign: \(agreement.name)",
                    """
                    Hello \(signer.name),

                    \(voice.name) asks you to sign “\(agreement.name)”. Read the documents and sign here:

                    \(address)

                    This page is yours alone: do not pass the link on.

                    """
                )
            case .nl:
                return (
                    "Graag ondertekenen: \(agreement.name)",
                    """
                    Hallo \(signer.name),

                    \(voice.name) vraagt je om “\(agreement.name)” te ondertekenen. Lees de documenten en teken hier:

                    \(address)

                    Deze pagina is alleen voor jou: geef de link niet door.

                    """
                )
            }
        }
    }

    /// The proof that the mailbox is the signer's.
    static func signingCode(_ code: String, _ found: AgreementToSign, _ voice: PortalVoice) -> Mail {
        let (name, minutes) = (found.agreement.name, Agreements.codeLifetime / 60)
        return Mail(to: found.signer.email.text, in: voice.language) { language in
            switch language {
            case .en:
                return (
                    "Your code to sign",
                    """
                    Hello \(found.signer.name),

                    This is your code to sign “\(name)” of \(voice.name). It works for \(minutes) minutes:

                    \(code)

                    """
                )
            case .nl:
                return (
                    "Je code om te ondertekenen",
                    """
                    Hallo \(found.signer.name),

                    Dit is je code om “\(name)” van \(voice.name) te ondertekenen. Hij werkt \(minutes) minuten:

                    \(code)

                    """
                )
            }
        }
    }
}
