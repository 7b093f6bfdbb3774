// Search by halves in what is in order.

extension RandomAccessCollection {
  /// Where the elements end that a search passes over: all of these come before all others.
  @inlinable
  public func partitionIndex(passing isBefore: (Element) -> Bool) -> Index {
    var low = startIndex
    var count = self.count
    while count > 0 {
      let half = count / 2
      let middle = index(low, offsetBy: half)
      if isBefore(self[middle]) {
        low = index(after: middle)
        count -= half + 1
      } else {
        count = half
      }
    }
    return low
  }
}
