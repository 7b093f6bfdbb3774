// What a service dies of when it starts, and the setting that it reads then.

import Bytes
public import PostfixConfig

public struct ServiceProblem: Hashable, Sendable {
  public let message: String
  /// Nil where nothing is written: a default, or something that is missing.
  public let place: AccessPlace?

  public init(_ message: String, at span: SourceSpan? = nil) {
    self.message = message
    place = span.map { AccessPlace($0) }
  }
}

/// The problems of a service, of which it meets the first.
struct ServiceProblems {
  private let configuration: Configuration
  private let service: Service
  private(set) var first: ServiceProblem?

  init(_ service: Service, in configuration: Configuration, first: ServiceProblem?) {
    self.service = service
    self.configuration = configuration
    self.first = first
  }

  mutating func note(_ message: String?, of parameter: ByteString) {
    guard first == nil, let message else { return }
    first = ServiceProblem(message, at: configuration.value(parameter, in: service)?.valueSpan)
  }
}
