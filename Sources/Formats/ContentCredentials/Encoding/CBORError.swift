/// Why bytes are no CBOR that is read; offsets count from the start of the item.
public enum CBORError: Error, Hashable, Sendable {
  /// The bytes end inside an item.
  case truncated(offset: Int)
  /// Bytes follow the item.
  case trailing(offset: Int)
  /// A head that RFC 8949 reserves or that has no meaning at its place.
  case malformed(offset: Int)
  /// A text is not UTF-8.
  case badText(offset: Int)
  /// A map has a key twice.
  case duplicateKey(offset: Int)
  /// Items lie more than `limit` deep in one another.
  case tooDeep(limit: Int)
}
