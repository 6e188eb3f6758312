/// The version of the program.
public enum EtudeVersion {
  /// The version, as `major.minor.patch`.
  public static let current = "0.1.0"
}
