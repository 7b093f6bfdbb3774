// What `postkeep config` is asked for: the letters of postconf and what Postkeep adds to them.

public import Bytes
public import PostfixConfig

/// One listing of a configuration.
public struct ListingRequest: Sendable {
  /// What is listed.
  public enum Content: Sendable {
    /// main.cf settings: postconf without a letter, -n, -d.
    case main
    /// master.cf entries: -M.
    case entries
    /// master.cf fields: -F.
    case fields
    /// -o settings: -P.
    case parameters
    /// Effective values of one service.
    case service(ByteString)
  }

  public var content: Content
  public var options: ListingOptions
  /// Parameter names, or patterns of services.
  public var names: [ByteString]
  public var build: PostfixBuild

  public init(_ content: Content, _ options: ListingOptions, names: [ByteString], build: PostfixBuild) {
    self.content = content
    self.options = options
    self.names = names
    self.build = build
  }
}

/// What came of a request.
public struct Listing: Sendable {
  /// What belongs on standard output. Empty after a failure.
  public let output: [UInt8]
  /// What Postfix would warn of, or die of.
  public let diagnostics: [Diagnostic]
  /// Whether Postfix refuses the configuration.
  public let isRefused: Bool
}

/// Why a request makes no sense.
public struct RequestError: Error, Sendable {
  public let message: String
}
