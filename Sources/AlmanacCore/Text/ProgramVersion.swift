/// What the program is called and which version it is, wherever it says so.
public enum ProgramVersion {
    /// The version.
    public static let text = "0.1.0"
    /// The name and version by which it names itself to others, such as web servers.
    public static let product = "Almanac/" + text
}
