extension WeightsError: CustomStringConvertible {
  /// What is wrong, as half a sentence.
  public var description: String {
    switch self {
    case .notFound(let path): "there is no \(path)"
    case .permissionDenied(let path): "\(path) may not be read"
    case .notAFile(let path): "\(path) is no file"
    case .system(let path, let code): "\(path) cannot be read (system error \(code))"
    case .fileTooLong(let bytes, let limit): "it has \(bytes) bytes, and the most is \(limit)"
    case .truncatedHeader(let needed, let found):
      "it ends after \(found) bytes, and its header needs \(needed)"
    case .headerTooLong(let bytes, let limit):
      "its header claims \(bytes) bytes, and the most is \(limit)"
    case .malformedHeader(let offset, let expected):
      "at byte \(offset) of its header \(expected) is expected"
    case .repeatedName(let name): "its header names \(name) twice"
    case .tooManyTensors(let limit): "it lists more than \(limit) tensors"
    case .unknownType(let tensor, let type): "\(tensor) has the unknown type \(type)"
    case .shapeTooLarge(let tensor): "the shape of \(tensor) is too large"
    case .wrongLength(let tensor, let needed, let found):
      "\(tensor) has \(found) bytes where its shape needs \(needed)"
    case .outsideFile(let tensor, let end, let available):
      "\(tensor) ends at byte \(end) of \(available)"
    case .overlap(let tensor, let other): "\(tensor) and \(other) share bytes"
    case .unusedBytes(let offset, let count):
      "\(count) bytes at \(offset) belong to no tensor"
    case .misaligned(let tensor, let offset):
      "\(tensor) begins at byte \(offset), which its numbers cannot"
    case .missingMetadata(let key): "it does not say its \(key)"
    case .malformedMetadata(let key, let found, let expected):
      "its \(key) is \(found), and \(expected) is expected"
    case .wrongVocabulary(let found, let expected):
      "it was made with vocabulary \(found), and this program has \(expected)"
    case .missingTensor(let name): "\(name) is missing"
    case .unexpectedTensor(let name): "\(name) belongs to no model of this form"
    case .wrongType(let tensor, let found, let allowed):
      "\(tensor) holds \(found), and \(allowed.map(\.description).joined(separator: " or "))"
        + " is expected"
    case .wrongShape(let tensor, let found, let expected):
      "\(tensor) has the shape \(found), and \(expected) is expected"
    case .wrongNumber(let tensor, let index):
      "number \(index) of \(tensor) is no weight: not finite, or too large"
    case .contradiction(let tensor, let index):
      "number \(index) of \(tensor) contradicts the rest of the file"
    }
  }

  /// What may be done about it, as a sentence.
  public var hint: String {
    switch self {
    case .notFound: "Install the weights again; without them the players write all parts."
    case .permissionDenied, .notAFile, .system: "Check the path and who may read it."
    case .wrongVocabulary: "Take the weights that came with this version, or export them anew."
    case .fileTooLong, .truncatedHeader, .headerTooLong, .outsideFile, .wrongLength, .overlap,
      .unusedBytes, .misaligned, .malformedHeader, .repeatedName, .tooManyTensors, .shapeTooLarge,
      .unknownType:
      "The file is damaged or no file of weights: copy it again."
    case .missingMetadata, .malformedMetadata, .missingTensor, .unexpectedTensor, .wrongType,
      .wrongShape, .wrongNumber, .contradiction:
      "These are not weights of this model: export them anew."
    }
  }
}
