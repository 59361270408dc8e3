package import Kernel
import PortalDomain

extension Texts {
    /// `€ 1.234,56` in Dutch, `€1,234.56` in English: as on paper.
    package func money(_ amount: Cents) -> String { Figures.of(language == .nl ? .nl : .en).amount(amount) }
}
