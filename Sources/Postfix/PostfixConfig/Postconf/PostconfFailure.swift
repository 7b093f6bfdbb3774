// The error of which postconf(1) dies: exit status 1, nothing on standard output.

/// The first fatal diagnostic.
public struct PostconfFailure: Error, Sendable {
  public let diagnostic: Diagnostic
}
