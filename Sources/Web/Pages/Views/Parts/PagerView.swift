/// Links to the neighbours of a list's page. Nil where there is none.
package struct PagerView: Sendable, Equatable {
    package let previousHref: String?
    package let nextHref: String?
    package let hasLinks: Bool

    package init(previousHref: String?, nextHref: String?) {
        self.previousHref = previousHref
        self.nextHref = nextHref
        self.hasLinks = previousHref != nil || nextHref != nil
    }
}
