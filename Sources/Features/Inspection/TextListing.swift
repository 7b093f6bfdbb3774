// Prints a configuration as postconf(1) would, byte for byte.

import Bytes
public import ConfigurationDirectory
public import PostfixConfig

extension Listing {
  /// Carries out a request in the text form. Throws when the service is not there.
  public init(
    _ request: ListingRequest, of directory: ConfigurationDirectory, host: HostFacts
  ) throws(RequestError) {
    if case .service(let name) = request.content {
      let service = try ServiceValues(name, request, directory, host)
      let refusal = Self.refusal(of: directory, request.build, host: host)
      let unknown = service.unknown.map(Postconf.unknownParameter)
      self.init(
        output: refusal == nil ? service.text : [], diagnostics: (refusal.map { [$0] } ?? []) + unknown,
        isRefused: refusal != nil)
      return
    }
    let needsMaster = if case .main = request.content { false } else { true }
    if needsMaster, directory.master == nil {
      self.init(output: [], diagnostics: [Self.missingMaster(directory)], isRefused: true)
      return
    }
    let postconf: Postconf
    do throws(PostconfFailure) {
      postconf = try Postconf(
        PostconfInput(directory, request.build, host), ignoringMain: request.options.defaultsOnly && !needsMaster)
    } catch {
      self.init(output: [], diagnostics: [error.diagnostic], isRefused: true)
      return
    }
    self.init(request, postconf, try Self.patterns(request))
  }

  private init(_ request: ListingRequest, _ postconf: Postconf, _ patterns: [ServicePattern]) {
    do throws(PostconfFailure) {
      let output: [UInt8]
      var complaints = postconf.diagnostics
      switch request.content {
      case .main, .service:
        output = try postconf.mainListing(request.options, names: request.names)
        complaints += postconf.unknownNames(request.names)
      case .entries: output = try postconf.masterListing(request.options, patterns: patterns)
      case .fields: output = try postconf.fieldListing(request.options, patterns: patterns)
      case .parameters: output = try postconf.parameterListing(request.options, patterns: patterns)
      }
      complaints += postconf.unmatched(patterns)
      self.init(output: output, diagnostics: complaints, isRefused: false)
    } catch {
      self.init(output: [], diagnostics: postconf.diagnostics + [error.diagnostic], isRefused: true)
    }
  }

  /// Why Postfix refuses a configuration; nil when it takes it.
  public static func refusal(
    of directory: ConfigurationDirectory, _ build: PostfixBuild, host: HostFacts
  ) -> Diagnostic? {
    do throws(PostconfFailure) {
      _ = try Postconf(PostconfInput(directory, build, host))
      return nil
    } catch {
      return error.diagnostic
    }
  }

  /// The names of a request for master.cf, as patterns.
  static func patterns(_ request: ListingRequest) throws(RequestError) -> [ServicePattern] {
    let parts: Int
    switch request.content {
    case .main, .service: return []
    case .entries: parts = 2
    case .fields, .parameters: parts = 3
    }
    var patterns: [ServicePattern] = []
    for name in request.names {
      guard let pattern = ServicePattern(name, maximumParts: parts) else {
        throw RequestError(message: "\"\(name)\" is no service name, such as smtp or smtp/inet")
      }
      patterns.append(pattern)
    }
    return patterns
  }

  private static func missingMaster(_ directory: ConfigurationDirectory) -> Diagnostic {
    Diagnostic(
      .missingMaster, .fatal("postconf"), at: nil, subject: "master.cf",
      message: "open \(directory.path)/master.cf: No such file or directory")
  }
}

extension PostconfInput {
  init(_ directory: ConfigurationDirectory, _ build: PostfixBuild, _ host: HostFacts) {
    self.init(
      directory: ByteString(directory.path), main: directory.main, master: directory.master, build: build, host: host,
      clientFiles: directory.clientFiles(ClientFileNames.inside(directory.main)))
  }
}

/// Paths after mysql:, ldap: and their kin.
enum ClientFileNames {
  private static let types: [ByteString] = ["ldap:", "mysql:", "pgsql:", "sqlite:", "memcache:", "mongodb:"]

  static func inside(_ main: MainFile) -> [ByteString] {
    main.settings.flatMap { setting in
      Words.ofList(setting.value, grouping: false).compactMap { word in
        let text = ByteString(word.text.bytes.filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") })
        let rest = text.hasPrefix("proxy:") ? ByteString(text.bytes.dropFirst("proxy:".utf8.count)) : text
        guard let type = types.first(where: { rest.hasPrefix($0) }) else { return nil }
        let path = ByteString(rest.bytes.dropFirst(type.count))
        return path.hasPrefix("/") ? path : nil
      }
    }
  }
}
