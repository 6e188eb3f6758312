import CKernels

/// Keys and values of 16 events: for each layer and head, one chunk (see `CKernels.h`).
///
/// Proof: a page is written by the one passage that owns it alone (`Passage.place`); a page that is
/// shared is only read.
final class Page: @unchecked Sendable {
  let bytes: UnsafeMutablePointer<UInt8>
  private let size: Int

  init(size: Int) {
    self.size = size
    let raw = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    bytes = raw.initializeMemory(as: UInt8.self, repeating: 0, count: size)
  }

  func copy() -> Page {
    let page = Page(size: size)
    page.bytes.update(from: bytes, count: size)
    return page
  }

  deinit { UnsafeMutableRawPointer(bytes).deallocate() }
}

/// What a transformer remembers of a sequence of events; copies share what they have in common.
struct Passage: Sendable {
  private var pages: [Page] = []
  private(set) var count = 0
  let pageSize: Int

  init(pageSize: Int) { self.pageSize = pageSize }

  /// Makes room for one more event and returns the page that it belongs to, owned by this passage
  /// alone.
  mutating func place() -> UnsafeMutablePointer<UInt8> {
    if count % Kernels.page == 0 {
      pages.append(Page(size: pageSize))
    } else if !isKnownUniquelyReferenced(&pages[pages.count - 1]) {
      pages[pages.count - 1] = pages[pages.count - 1].copy()
    }
    count += 1
    return pages[pages.count - 1].bytes
  }

  /// Where the pages stand.
  var addresses: [UnsafePointer<UInt8>] { pages.map { UnsafePointer($0.bytes) } }
}
