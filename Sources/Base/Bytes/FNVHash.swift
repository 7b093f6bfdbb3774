// FNV-1a of 64 bits: the same number for the same bytes in every run, and another one for a single byte that differs. It keeps
// out accidents, not attackers.

public enum FNVHash {
  public static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
