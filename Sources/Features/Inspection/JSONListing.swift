// A configuration for machines: every setting with its raw and its expanded value and its place.

import Bytes
public import ConfigurationDirectory
import JSONText
public import PostfixConfig

public struct JSONListing: Sendable {
  public static let schema = "postkeep.config/1"

  public let output: [UInt8]
  /// Whether Postfix refuses the configuration. What can be read of it is shown all the same.
  public let isRefused: Bool

  /// The settings of a configuration, its built-in defaults, the effective values of a service, or the services alone.
  ///
  /// Throws when the service is not there, and for what has no form of its own in JSON.
  public init(
    _ request: ListingRequest, of directory: ConfigurationDirectory, host: HostFacts
  ) throws(RequestError) {
    try Self.check(request)
    // What a person is told and how the command ends is the same in both forms.
    let listing = try Listing(request, of: directory, host: host)
    let isAboutDefaults = request.options.defaultsOnly
    let configuration = Configuration(
      main: isAboutDefaults ? MainFile([]) : directory.main, master: directory.master, build: request.build,
      host: host, directory: ByteString(directory.path))
    var values: [EffectiveValue] = []
    var services = configuration.services
    var serviceName: ByteString?
    switch request.content {
    case .service(let name):
      serviceName = name
      values = try ServiceValues(name, request, directory, host).values
    case .entries:
      let patterns = try Listing.patterns(request)
      services = services.filter { service in patterns.isEmpty || patterns.contains { $0.matches(service.entry) } }
    case .main, .fields, .parameters:
      let known = Set(configuration.parameterNames).union(configuration.main.names)
      values = (request.names.isEmpty ? known.sorted() : request.names).compactMap { configuration.value($0) }
        .filter { $0.isSet || !request.options.explicitOnly }
    }
    // All that is wrong, not only what Postfix would say before it dies; with main.cf left out, nothing about it.
    var diagnostics =
      isAboutDefaults ? [] : Postconf.complaints(about: PostconfInput(directory, request.build, host))
    diagnostics += listing.diagnostics.filter { !diagnostics.contains($0) }

    var json = JSONWriter(style: .indented)
    json.object { json in
      json.member("schema", Self.schema)
      json.member("directory", directory.path)
      json.member("version", request.build.version.description)
      if let serviceName { json.member("service", serviceName) }
      json.array("settings") { json in
        for value in values { Self.write(value, to: &json) }
      }
      json.array("services") { json in
        for service in services { Self.write(service, to: &json) }
      }
      json.array("diagnostics") { json in
        for diagnostic in diagnostics { Self.write(diagnostic, to: &json) }
      }
    }
    output = json.bytes
    isRefused = listing.isRefused
  }

  private static func check(_ request: ListingRequest) throws(RequestError) {
    if request.options.isFolding { throw RequestError(message: "-f folds lines, and JSON has none to fold") }
    switch request.content {
    case .fields, .parameters:
      throw RequestError(
        message: "-F and -P are lines of text\n  In JSON -M has the fields and the -o settings of each service.")
    case .main, .entries, .service: break
    }
  }

  private static func write(_ value: EffectiveValue, to json: inout JSONWriter) {
    json.object { json in
      json.member("name", value.name)
      json.member("value", value.raw)
      json.member("expanded", value.text)
      if let problem = value.problem { json.member("problem", problem) }
      json.member("source", value.sourceName)
      json.member("line", value.valueSpan?.start.line)
    }
  }

  private static func write(_ service: Service, to json: inout JSONWriter) {
    json.object { json in
      for field in MasterEntry.Field.allCases { json.member(named: field.name, service.entry[field]) }
      json.member("line", service.entry.lineNumber)
      json.object("overrides") { json in
        for name in service.overrides.keys.sorted() {
          json.member(named: name.description, service.overrides[name]?.value)
        }
      }
    }
  }

  private static func write(_ diagnostic: Diagnostic, to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", diagnostic.kind.rawValue)
      json.member("fatal", diagnostic.isFatal)
      json.member("message", diagnostic.message)
      json.member("file", diagnostic.span?.file.rawValue)
      json.member("line", diagnostic.span?.start.line)
      json.member("column", diagnostic.span?.start.column)
    }
  }
}

extension EffectiveValue {
  /// "main.cf", "master.cf" or "default".
  var sourceName: String {
    switch origin {
    case .override: "master.cf"
    case .setting: "main.cf"
    case .builtIn, .hostDependent: "default"
    }
  }
}
