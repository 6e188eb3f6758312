/// Why a file of weights is not read; offsets are counted in bytes from the start of the file.
public enum WeightsError: Error, Hashable, Sendable {
  /// The file does not exist.
  case notFound(path: String)
  /// The system does not let this user read the file.
  case permissionDenied(path: String)
  /// There is a folder or a device where a file is needed.
  case notAFile(path: String)
  /// Another system call failed with this `errno`.
  case system(path: String, code: Int32)
  /// The file is larger than is ever read.
  case fileTooLong(bytes: Int, limit: Int)
  /// The file ends before its header does.
  case truncatedHeader(needed: Int, found: Int)
  /// The header claims more bytes than is ever read.
  case headerTooLong(bytes: UInt64, limit: Int)
  /// The header is not what the format describes; something else was expected there.
  case malformedHeader(offset: Int, expected: String)
  /// A name stands in the header twice.
  case repeatedName(String)
  /// The header lists more tensors than is ever read.
  case tooManyTensors(limit: Int)
  /// A tensor has a type that no weight has.
  case unknownType(tensor: String, type: String)
  /// A tensor's shape has too many numbers or too large ones.
  case shapeTooLarge(tensor: String)
  /// A tensor's offsets do not hold as many bytes as its type and shape need.
  case wrongLength(tensor: String, needed: Int, found: Int)
  /// A tensor begins or ends outside the file.
  case outsideFile(tensor: String, end: Int, available: Int)
  /// Two tensors share bytes.
  case overlap(tensor: String, other: String)
  /// Bytes belong to no tensor.
  case unusedBytes(offset: Int, count: Int)
  /// A tensor's numbers do not stand at a multiple of their size.
  case misaligned(tensor: String, offset: Int)
  /// The file does not say something of itself that it has to.
  case missingMetadata(key: String)
  /// What the file says of itself makes no sense.
  case malformedMetadata(key: String, found: String, expected: String)
  /// The file was made with another version of the vocabulary.
  case wrongVocabulary(found: Int, expected: Int)
  /// A tensor that the model needs is not there.
  case missingTensor(name: String)
  /// A tensor is there that no model of this form has.
  case unexpectedTensor(name: String)
  /// A tensor holds numbers of another type.
  case wrongType(tensor: String, found: NumberType, allowed: [NumberType])
  /// A tensor has another shape.
  case wrongShape(tensor: String, found: [Int], expected: [Int])
  /// A weight is NaN, infinite or larger than any that was trained.
  case wrongNumber(tensor: String, index: Int)
  /// A count, an order or a place in a table contradicts the rest of the file.
  case contradiction(tensor: String, index: Int)
}
