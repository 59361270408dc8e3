/// A value that must not be printed, stored or encoded by accident.
///
/// It prints as `•••` and reflects as nothing; whoever needs the value says `expose()` aloud, so that a reviewer can search for it.
package struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: Value

    package init(_ value: Value) { self.value = value }
    package func expose() -> Value { value }

    package var description: String { "•••" }
    package var debugDescription: String { "•••" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
