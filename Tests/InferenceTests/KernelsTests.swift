import CKernels
import Foundation
import Inference
import Music
import Testing

@Suite struct KernelsTests {
  private static let scalar = Kernels.available.first { $0.name == "scalar" }

  @Test("every processor has the scalar path, and the fastest comes first")
  func paths() throws {
    let names = Kernels.available.map(\.name)
    #expect(names.last == "scalar")
    #expect(Kernels.fastest.name == names[0])
    #expect(Set(names).isSubset(of: ["avx512-vnni", "avx2", "neon", "scalar"]))
    #expect((0..<kernelPathCount()).allSatisfy { kernelPathName($0) != nil })
    #expect(kernelPathName(kernelPathCount()) == nil)
    #expect(kernelTable(kernelPathCount()) == nil)
  }

  /// Made-up numbers.
  private struct Numbers {
    var random = RandomStream(seed: 5, purpose: "kernels")
    mutating func bytes(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in UInt8(random.index(256)) }
    }
    mutating func signed(_ count: Int) -> [Int8] {
      (0..<count).map { _ in Int8(random.index(255) - 127) }
    }
    mutating func reals(_ count: Int, _ size: Double = 4) -> [Float] {
      (0..<count).map { _ in Float(random.uniform(-size...size)) }
    }
    mutating func halves(_ count: Int) -> [UInt16] {
      (0..<count).map { _ in UInt16(random.index(65_536)) & 0xDBFF }
    }
  }

  @Test(
    "sums of products are exact on every path",
    arguments: Kernels.available.map(\.name),
    [(1, 1, 1), (3, 8, 2), (16, 64, 1), (17, 65, 5), (40, 256, 4), (33, 100, 9), (5, 1792, 3)])
  func products(path: String, size: (rows: Int, columns: Int, count: Int)) throws {
    let kernels = try #require(Kernels.available.first { $0.name == path })
    var numbers = Numbers()
    let (rows, columns, count) = size
    for isExtreme in [false, true] {
      let w =
        isExtreme
        ? [Int8](repeating: 127, count: rows * columns)
        : numbers.signed(rows * columns)
      let x =
        isExtreme
        ? [UInt8](repeating: 255, count: count * columns)
        : numbers.bytes(count * columns)
      // One more number on each side shows writes beyond the end.
      var out = [Int32](repeating: -7, count: rows * count + 1)
      kernels.table.pointee.products(w, rows, columns, x, count, &out)
      for v in 0..<count {
        for r in 0..<rows {
          let sum = (0..<columns).reduce(0) {
            $0 + Int(x[v * columns + $1]) * Int(w[r * columns + $1])
          }
          #expect(Int(out[v * rows + r]) == sum, "row \(r) of vector \(v)")
        }
      }
      #expect(out[rows * count] == -7)
    }
  }

  /// Everything that a path gives for the same numbers, as bits.
  private func results(_ kernels: Kernels) -> [UInt32] {
    let kernel = kernels.table.pointee
    var numbers = Numbers()
    var found: [UInt32] = []
    for count in [2, 8, 16, 30, 32, 48, 100, 256] {
      var (x, y) = (numbers.reals(count), numbers.reals(count))
      let half = numbers.halves(count)
      var q = [UInt8](repeating: 0, count: count)
      found.append(kernel.quantizeSigned(x, count, &q).bitPattern)
      found += q.map(UInt32.init)
      kernel.rotate(&x, y, count)
      kernel.normalize(x, count, &x)
      kernel.add(&x, y, count)
      kernel.addHalves(&x, half, count)
      found += x.map(\.bitPattern)
      found.append(kernel.exponentials(&y, count).bitPattern)
      found += y.map(\.bitPattern)
      kernel.squareOfPositive(&x, count)
      found.append(kernel.quantizePositive(x, count, &q).bitPattern)
      found += q.map(UInt32.init)
      let rows = 7
      var out = [Float](repeating: 0, count: 2 * rows)
      let (two, scales) = (numbers.reals(2 * count), numbers.reals(rows))
      kernel.productsOfRows(numbers.signed(rows * count), scales, rows, count, two, 2, &out)
      found += out.map(\.bitPattern)
      kernel.productsOfHalves(numbers.halves(rows * count), rows, count, two, 2, &out)
      found += out.map(\.bitPattern)
      let sums = (0..<2 * rows).map { _ in Int32(numbers.random.index(1 << 24)) - (1 << 23) }
      let offsets = (0..<rows).map { _ in Int32(numbers.random.index(1 << 12)) }
      kernel.rescale(sums, rows, 2, 128, offsets, scales, [0.25, 3], &out)
      found += out.map(\.bitPattern)
    }
    for (tokens, size) in [(1, 16), (15, 32), (16, 64), (17, 32), (63, 48)] {
      found += attention(kernel, tokens, size, &numbers).map(\.bitPattern)
    }
    return found
  }

  private func attention(
    _ kernel: KernelTable, _ tokens: Int, _ size: Int, _ numbers: inout Numbers
  ) -> [Float] {
    let pages = (tokens + 15) / 16
    let bytes = 128 * size
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * pages * bytes)
    memory.initialize(repeating: 0, count: 2 * pages * bytes)
    defer { memory.deallocate() }
    let addresses = (0..<2 * pages).map { UnsafePointer(memory + $0 * bytes) }
    for token in 0..<tokens {
      let (key, value) = (numbers.reals(size), numbers.reals(size))
      kernel.keep(memory + token / 16 * bytes, token % 16, size, key, value)
      kernel.keepSingle(memory + (pages + token / 16) * bytes, token % 16, size, key, value)
    }
    let query = numbers.reals(size)
    var weights = [Float](repeating: 0, count: pages * 16)
    var out = [Float](repeating: 0, count: 2 * size)
    addresses.withUnsafeBufferPointer { list in
      guard let start = list.baseAddress else { return }
      out.withUnsafeMutableBufferPointer { out in
        guard let first = out.baseAddress else { return }
        kernel.attend(start, 0, tokens, size, query, 0.05, &weights, first)
        kernel.attendSingle(start + pages, 0, tokens, size, query, 0.05, &weights, first + size)
      }
    }
    return out
  }

  @Test("every path gives the bits of the scalar one", arguments: Kernels.available.map(\.name))
  func bits(path: String) throws {
    let kernels = try #require(Kernels.available.first { $0.name == path })
    let scalar = try #require(Self.scalar)
    let (found, expected) = (results(kernels), results(scalar))
    #expect(found.count > 2500)
    #expect(found == expected)
    #expect(!found.contains { Float(bitPattern: $0).isNaN })
  }

  @Test("attention in bytes is near attention in single precision")
  func attentionOfBytes() throws {
    var numbers = Numbers()
    let both = attention(Kernels.fastest.table.pointee, 70, 32, &numbers)
    let worst = zip(both[..<32], both[32...]).map { ($0 - $1).magnitude }.max() ?? 1
    #expect(worst < 0.05, "\(worst)")
    #expect(both[32...].contains { $0.magnitude > 0.1 })
  }

  @Test("exponentials are within two units of the last place of the library's")
  func exponentials() {
    var x = (0...9000).map { Float($0) * -0.01 }
    let expected = x.map { exp(Double($0)) }
    let sum = Kernels.fastest.table.pointee.exponentials(&x, x.count)
    for (index, (found, wanted)) in zip(x, expected).enumerated() where index <= 8700 {
      let error = (Double(found) - wanted).magnitude
      #expect(error <= 2 * Double(Float(wanted).ulp), "exp(\(Float(index) * -0.01)) = \(found)")
    }
    #expect(x[8750] == 0)
    #expect((Double(sum) - expected.reduce(0, +)).magnitude < 1e-3)
  }

  @Test("logarithms are within two units of the last place of the library's")
  func logarithms() {
    var numbers = Numbers()
    for power in -40...40 {
      let x = numbers.random.uniform(1...2) * Double(sign: .plus, exponent: power, significand: 1)
      let (found, wanted) = (FixedLogarithm.natural(x), log(x))
      #expect((found - wanted).magnitude <= 4 * max(wanted.magnitude, 0.1).ulp, "ln \(x)")
    }
    #expect(FixedLogarithm.natural(1) == 0)
  }

  @Test("rounding to bytes keeps the greatest exactly and nothing of zeros")
  func rounding() {
    let kernel = Kernels.fastest.table.pointee
    var q = [UInt8](repeating: 9, count: 3)
    #expect(kernel.quantizeSigned([1, -2, 0], 3, &q) == 2.0 / 127)
    #expect(q == [192, 1, 128])
    #expect(kernel.quantizePositive([0.5, 1, 0], 3, &q) == 1.0 / 255)
    #expect(q == [128, 255, 0])
    #expect(kernel.quantizeSigned([0, 0, 0], 3, &q) == 0)
    #expect(q == [128, 128, 128])
  }
}
