// stub
public import Bytes
extension LookupTable {
  public func sampleKeys(of entry: TableEntry, wanting: [ByteString] = []) -> [ByteString] {
    switch entry.kind {
    case .key: return [entry.key]
    case .anything: return ["x"]
    case .network(let network, _):
      guard var bytes = network.masked?.address, let last = bytes.indices.last else { return [] }
      if network.prefixLength < bytes.count * 8 - 3 { bytes[last] |= 5 }
      return IPNetwork(address: bytes, prefixLength: bytes.count * 8).map { [$0.addressText] } ?? []
    case .pattern: return []
    }
  }
}
