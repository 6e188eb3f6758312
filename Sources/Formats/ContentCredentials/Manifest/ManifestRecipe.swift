/// What a manifest says, before it is bound to a file and signed.
public struct ManifestRecipe: Sendable {
  /// The program that makes the claim.
  public struct Generator: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// Names a program.
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }

  /// Something that was done (C2PA 18.14).
  public struct Action: Hashable, Sendable {
    /// What, such as `c2pa.created`.
    public var name: String
    /// When, in RFC 3339; nil where it is not said.
    public var when: String?
    /// How the content came to be.
    public var source: DigitalSourceType?
    /// In words.
    public var description: String?
    /// Which ingredients it is about, as places in the list of them.
    public var ingredients: [Int]
    /// More, under names of reversed domains.
    public var parameters: [String: CBORValue]

    /// Describes an action.
    public init(
      _ name: String, when: String? = nil, source: DigitalSourceType? = nil,
      description: String? = nil, ingredients: [Int] = [], parameters: [String: CBORValue] = [:]
    ) {
      self.name = name
      self.when = when
      self.source = source
      self.description = description
      self.ingredients = ingredients
      self.parameters = parameters
    }
  }

  /// What the content was made from (`c2pa.ingredient.v3`).
  public struct Ingredient: Sendable {
    /// What it is to the content.
    public enum Relationship: String, Codable, Sendable {
      /// The content is this one, changed.
      case parentOf
      /// It is in the content.
      case componentOf
      /// It was given to what made the content.
      case inputTo
    }

    /// What it is to the content.
    public var relationship: Relationship
    /// Its name.
    public var title: String?
    /// Its media type.
    public var format: String?
    /// In words.
    public var description: String?
    /// The manifests that it had, with what was found of them.
    public var credentials: CredentialReport?

    /// Describes an ingredient.
    public init(
      _ relationship: Relationship, title: String? = nil, format: String? = nil,
      description: String? = nil, credentials: CredentialReport? = nil
    ) {
      self.relationship = relationship
      self.title = title
      self.format = format
      self.description = description
      self.credentials = credentials
    }
  }

  /// Another assertion.
  public struct Assertion: Hashable, Sendable {
    /// Its label, such as `org.example.note`.
    public var label: String
    /// Its content.
    public var content: CBORValue

    /// Makes an assertion.
    public init(label: String, content: CBORValue) {
      self.label = label
      self.content = content
    }
  }

  /// The title of the file.
  public var title: String?
  /// The program that claims.
  public var generator: Generator
  /// What was done; the first creates or opens.
  public var actions: [Action]
  /// What it was made from.
  public var ingredients: [Ingredient]
  /// What the signer states besides.
  public var created: [Assertion]
  /// What others told the signer, such as names that a person typed, as JSON.
  public var gathered: [(label: String, json: String)]

  /// Makes a recipe.
  public init(
    title: String? = nil, generator: Generator, actions: [Action], ingredients: [Ingredient] = [],
    created: [Assertion] = [], gathered: [(label: String, json: String)] = []
  ) {
    self.title = title
    self.generator = generator
    self.actions = actions
    self.ingredients = ingredients
    self.created = created
    self.gathered = gathered
  }
}
