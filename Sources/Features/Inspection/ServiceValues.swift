// The effective values of one service, with where each comes from.

import Bytes
import ConfigurationDirectory
import PostfixConfig

struct ServiceValues {
  let values: [EffectiveValue]
  /// Names asked for that the service has no value for.
  let unknown: [ByteString]
  private let isExpanding: Bool

  init(
    _ name: ByteString, _ request: ListingRequest, _ directory: ConfigurationDirectory, _ host: HostFacts
  ) throws(RequestError) {
    let configuration = Configuration(
      main: directory.main, master: directory.master, build: request.build, host: host,
      directory: ByteString(directory.path))
    guard let service = configuration.services.first(where: { $0.entry.identity == name }) else {
      let names = configuration.services.map(\.name).joined(separator: ", ")
      throw RequestError(message: "there is no service \(name) in master.cf; it has: \(names)")
    }
    isExpanding = request.options.isExpanding
    let names =
      request.names.isEmpty
      ? Set(configuration.parameterNames).union(service.overrides.keys).union(directory.main.names).sorted()
      : request.names
    unknown = request.names.filter { configuration.value($0, in: service) == nil }
    values = names.compactMap { configuration.value($0, in: service) }.filter {
      $0.isSet || !request.options.explicitOnly
    }
  }

  var text: [UInt8] {
    values.flatMap { value -> [UInt8] in
      let shown = isExpanding ? value.text ?? value.raw : value.raw
      let words = shown.bytes.split(whereSeparator: \.isWordSeparator).map { Array($0) }
      return value.name.bytes + Array(" =".utf8) + words.flatMap { [0x20] + $0 } + [0x0A]
    }
  }
}
