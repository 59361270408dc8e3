package import Kernel

package enum WebhookKind: EntityKind { package static let idPrefix = "wbh" }
package typealias WebhookID = Identifier<WebhookKind>

package enum DeliveryKind: EntityKind { package static let idPrefix = "whd" }
package typealias DeliveryID = Identifier<DeliveryKind>
