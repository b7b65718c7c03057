/// A failure to set something up: says where, why and what to do. Never holds a secret.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}
