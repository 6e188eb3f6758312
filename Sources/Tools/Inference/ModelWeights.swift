public import Weights

/// The weights of a transformer, bound to their names and checked; its numbers stay in the file.
///
/// Proof: it holds addresses of numbers that are never written and live as long as `file`.
public final class ModelWeights: @unchecked Sendable {
  /// One layer.
  struct Layer {
    var attentionIn: Matrix
    var attentionOut: Matrix
    var innerIn: Matrix
    var innerOut: Matrix
  }

  /// What predicts one field.
  struct Head {
    var enter: Matrix
    var leave: Matrix
  }

  /// The file.
  public let file: ModelFile
  /// The events that the model was trained on.
  public let layout: EventLayout
  let layers: [Layer]
  /// By field; nil for fields that no event predicts.
  let heads: [Head?]
  /// What each value of each field adds to an event [rows, width].
  let embedding: UnsafePointer<UInt16>
  /// What each value adds to the state that later fields are predicted from [rows, width].
  let headEmbedding: UnsafePointer<UInt16>
  /// Cosines, then sines [context, size of a head].
  let indexAngles: UnsafePointer<Float>
  /// Cosine and sine of each step of the circle [circle, 2].
  let circle: UnsafePointer<Float>
  /// Whether matrices are 8-bit rows; else they are in half precision.
  public let isEightBit: Bool

  /// The sizes.
  public var configuration: ModelFile.Configuration { file.configuration }

  /// Binds a file's tensors.
  ///
  /// - Throws: `WeightsError` for a tensor that is missing, too many, of another type or shape, or
  ///   holds what is no weight; `.wrongVocabulary` where the layout has another version.
  public init(_ file: ModelFile, layout: EventLayout) throws(WeightsError) {
    guard file.vocabularyVersion == layout.version else {
      throw .wrongVocabulary(found: file.vocabularyVersion, expected: layout.version)
    }
    self.file = file
    self.layout = layout
    let c = file.configuration
    let tensors = file.tensors
    var binder = Binder(tensors: tensors)
    var layers: [Layer] = []
    for index in 0..<c.layers {
      let name = "blocks.\(index)."
      layers.append(
        Layer(
          attentionIn: try binder.matrix(name + "attention_in", 3 * c.width, c.width),
          attentionOut: try binder.matrix(name + "attention_out", c.width, c.width),
          innerIn: try binder.matrix(name + "inner_in", c.inner, c.width),
          innerOut: try binder.matrix(name + "inner_out", c.width, c.inner)))
    }
    let predicted = layout.predictedFields
    let largest = layout.fields.indices.filter { Self.isCommon($0, layout) }
      .max { layout.fields[$0].size < layout.fields[$1].size }
    var heads: [Head?] = []
    for (column, field) in layout.fields.enumerated() {
      guard predicted.contains(column) else {
        heads.append(nil)
        continue
      }
      let inner =
        column == largest ? c.wide : Self.isCommon(column, layout) ? c.middle : c.narrow
      let name = "heads.of_\(field.name)."
      heads.append(
        Head(
          enter: try binder.matrix(name + "enter", inner, c.width),
          leave: try binder.matrix(name + "leave", field.size, inner)))
    }
    self.layers = layers
    self.heads = heads
    let size = c.width / c.heads
    embedding = Matrix.address(
      of: try binder.tensor("embed.weight", .half, [layout.rows, c.width]))
    headEmbedding = Matrix.address(
      of: try binder.tensor("embed_head.weight", .half, [layout.rows, c.width]))
    indexAngles = Matrix.address(
      of: try binder.tensor("rotation.index", .single, [c.context, size]))
    circle = Matrix.address(of: try binder.tensor("rotation.circle", .single, [file.circle, 2]))
    if let name = tensors.tensors.keys.filter({ !binder.bound.contains($0) }).min() {
      throw .unexpectedTensor(name: name)
    }
    isEightBit = binder.type == .int8
  }

  /// Whether a field belongs to the commonest events: those with given fields, and the kind.
  private static func isCommon(_ column: Int, _ layout: EventLayout) -> Bool {
    column == 0 || layout.kinds.contains { !$0.given.isEmpty && $0.predicted.contains(column) }
  }

  /// Bytes of weights that the heads of some fields read for one value of each.
  public func bytesOfHeads(_ fields: [Int]) -> Int {
    fields.compactMap { heads[$0] }.reduce(0) { $0 + $1.enter.bytes + $1.leave.bytes }
  }

  /// Bytes of weights that one event reads: the layers, without heads and embeddings.
  public var bytesOfLayers: Int {
    layers.reduce(0) {
      $0 + $1.attentionIn.bytes + $1.attentionOut.bytes + $1.innerIn.bytes + $1.innerOut.bytes
    }
  }
}

/// Finds tensors and remembers which of them were asked for.
private struct Binder {
  let tensors: TensorFile
  var bound: Set<String> = []
  /// The type of the first matrix, which all others have to share.
  var type: NumberType?

  mutating func matrix(_ name: String, _ rows: Int, _ columns: Int) throws(WeightsError) -> Matrix {
    let matrix = try Matrix(name, rows: rows, columns: columns, in: tensors)
    bound.insert(name + ".weight")
    if matrix.isEightBit { bound.insert(name + ".scale") }
    let found: NumberType = matrix.isEightBit ? .int8 : .half
    guard found == type ?? found else {
      throw .wrongType(tensor: name + ".weight", found: found, allowed: [type ?? found])
    }
    type = found
    return matrix
  }

  mutating func tensor(
    _ name: String, _ type: NumberType, _ shape: [Int]
  ) throws(WeightsError) -> Tensor {
    bound.insert(name)
    return try tensors.tensor(name, [type], shape)
  }
}
