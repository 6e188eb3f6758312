package import CKernels

/// The arithmetic of the transformer on one kind of processor; every kind gives the same bits.
///
/// Proof: it holds the address of a constant table, which nobody writes.
public struct Kernels: @unchecked Sendable {
  package let table: UnsafePointer<KernelTable>

  /// The name: `avx512-vnni`, `avx2`, `neon` or `scalar`.
  public var name: String { String(cString: table.pointee.name) }

  private init?(path: Int) {
    guard let table = kernelTable(path) else { return nil }
    self.table = table
  }

  /// All that this processor has, fastest first.
  public static let available: [Kernels] = (0..<kernelPathCount()).compactMap { Kernels(path: $0) }

  /// The fastest that this processor has.
  public static let fastest: Kernels = available[0]

  /// Tokens of one page of the cache.
  static let page = Int(KERNEL_PAGE)
}
