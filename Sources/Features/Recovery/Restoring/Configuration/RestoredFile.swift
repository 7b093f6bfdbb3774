// A file of a configuration that comes back, with what the snapshot knows of it.

struct RestoredFile: Sendable {
  /// On the host of the snapshot.
  let path: String
  let content: [UInt8]
  /// Permission bits, as the archive has them.
  let mode: UInt32
  /// Nil for a file that listing.txt does not have.
  let listed: FileListing.Entry?
  /// Whether the content lacks its secrets still: nobody has filled them in since it was unpacked.
  let isMasked: Bool
}
