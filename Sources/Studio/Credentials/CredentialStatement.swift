package import ContentCredentials
import Foundation
package import Production

/// What is stated of the files of one delivery.
struct CredentialStatement {
  /// What the sound was made of.
  enum Basis {
    /// A song of the studio.
    case song(ContentOrigin, seed: UInt64)
    /// One sound file, which was changed.
    case opened(ManifestRecipe.Ingredient)
    /// Several sound files, which were mixed, by the names of their stems.
    case mixed([(stem: String, ingredient: ManifestRecipe.Ingredient)])
  }

  let basis: Basis
  /// The title of the whole.
  let title: String?
  /// What was done with the sound, in words.
  let work: String

  /// The recipe for a file by its name in the delivery, such as `stems/bass.wav`.
  func recipe(for name: String, when: String) -> ManifestRecipe {
    let stem = name.hasPrefix("\(SongFiles.stems)/") ? PathName(name).stem : nil
    let generator = ManifestRecipe.Generator(name: "Etude", version: EtudeVersion.current)
    let name = [title, stem].compactMap { $0 }.joined(separator: ", ")
    var recipe = ManifestRecipe(
      title: name.isEmpty ? nil : name, generator: generator, actions: [])
    switch basis {
    case .song(let origin, let seed):
      let told = stem.flatMap { origin.parts[$0] == nil ? nil : origin.of(part: $0) } ?? origin
      tell(told, seed: seed, when: when, in: &recipe)
    case .opened(let file):
      recipe.ingredients = [file]
      recipe.actions = [ManifestRecipe.Action("c2pa.opened", when: when, ingredients: [0])]
    case .mixed(let files):
      if let own = files.first(where: { $0.stem == stem }) {
        var parent = own.ingredient
        parent.relationship = .parentOf
        recipe.ingredients = [parent]
        recipe.actions = [ManifestRecipe.Action("c2pa.opened", when: when, ingredients: [0])]
      } else {
        tell(files.map(\.ingredient), when: when, in: &recipe)
      }
    }
    recipe.actions.append(
      ManifestRecipe.Action(
        "c2pa.enhanced", when: when, source: .algorithmicallyEnhanced, description: work))
    return recipe
  }

  private func tell(
    _ origin: ContentOrigin, seed: UInt64, when: String, in recipe: inout ManifestRecipe
  ) {
    recipe.ingredients = origin.sources.map { source in
      ManifestRecipe.Ingredient(
        .inputTo, title: source.name, format: Self.mediaType(source.name),
        description: "Given for its \(source.use); SHA-256 \(source.digest)")
    }
    let authors = origin.parts.sorted { $0.key < $1.key }.map { part, authors in
      CBORValue.Entry(
        .text(part), .array(authors.map(\.rawValue).sorted().map { .text($0) }))
    }
    recipe.actions = [
      ManifestRecipe.Action(
        "c2pa.created", when: when, source: origin.sourceType, description: origin.sentence,
        ingredients: Array(recipe.ingredients.indices),
        parameters: ["org.etude.seed": .unsigned(seed), "org.etude.authors": .map(authors)])
    ]
    if origin.edits > 0 {
      recipe.actions.append(
        ManifestRecipe.Action(
          "c2pa.edited", when: when, source: .humanEdits,
          description: "Changed by hand",
          parameters: ["org.etude.changes": .integer(origin.edits)]))
    }
    if let ledger = origin.ledger {
      recipe.created.append(
        ManifestRecipe.Assertion(
          label: "org.etude.ledger",
          content: .map([
            "head": .bytes(Self.bytes(ledger.head)), "events": .integer(ledger.events),
            "alg": .text("sha256"),
          ])))
    }
  }

  private func tell(
    _ files: [ManifestRecipe.Ingredient], when: String, in recipe: inout ManifestRecipe
  ) {
    recipe.ingredients = files
    let all = Array(files.indices)
    recipe.actions = [
      ManifestRecipe.Action(
        "c2pa.created", when: when, source: DigitalSourceType(mixOf: files),
        description: "Mixed of \(files.count) stems"),
      ManifestRecipe.Action("c2pa.placed", when: when, ingredients: all),
    ]
  }

  /// The media type that a name promises.
  static func mediaType(_ name: String) -> String? {
    switch name.split(separator: ".").last?.lowercased() {
    case "wav", "wave": "audio/wav"
    case "flac": "audio/flac"
    case "mp3": "audio/mpeg"
    case "mid", "midi": "audio/midi"
    case "ogg", "oga", "opus": "audio/ogg"
    case "aif", "aiff": "audio/aiff"
    default: nil
    }
  }

  private static func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}

extension ContentOrigin {
  /// How the sound came to be, in the IPTC's words: a model in it is never kept silent about.
  package var sourceType: DigitalSourceType {
    let authors = authors
    let hasHands = authors.contains { !$0.isMachine }
    if authors.contains(.model) {
      return hasHands ? .compositeWithTrainedAlgorithmicMedia : .trainedAlgorithmicMedia
    }
    if authors.contains(.players) { return hasHands ? .compositeSynthetic : .algorithmicMedia }
    return hasHands ? .digitalCreation : .algorithmicMedia
  }

  /// The same in a sentence.
  var sentence: String {
    let words: [(Author, String)] = [
      (.person, "a person"), (.file, "a file that a person gave, whoever wrote it"),
      (.players, "rules"),
      (.model, "a trained model"),
    ]
    let named = words.filter { authors.contains($0.0) }.map(\.1)
    return named.isEmpty
      ? "Played from a score" : "Played from a score with notes by \(named.joined(separator: ", "))"
  }
}

extension DigitalSourceType {
  /// What a mix of files is, as far as their own credentials say.
  init(mixOf files: [ManifestRecipe.Ingredient]) {
    let types = files.map { $0.credentials?.claim?.actions.compactMap(\.source).first }
    let known = Set(types.compactMap { $0 })
    if known.count == 1, types.allSatisfy({ $0 != nil }), let type = known.first,
      [.trainedAlgorithmicMedia, .algorithmicMedia].contains(type)
    {
      self = type
    } else if !known.isDisjoint(with: [
      .trainedAlgorithmicMedia, .compositeWithTrainedAlgorithmicMedia,
    ]) {
      self = .compositeWithTrainedAlgorithmicMedia
    } else if !known.isDisjoint(with: [.algorithmicMedia, .compositeSynthetic]) {
      self = .compositeSynthetic
    } else {
      self = .composite
    }
  }
}
