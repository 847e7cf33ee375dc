using TestSupport;

namespace Infra.Tests;

/// <summary>The product's source, for what only its text tells.</summary>
public static class Sources
{
    private static readonly string[] Built = ["bin", "obj"];

    /// <summary>The text of each file.</summary>
    public static IEnumerable<string> OfTheProduct => Directory
        .EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(Built, StringComparer.Ordinal).Any())
        .Select(File.ReadAllText);
}
