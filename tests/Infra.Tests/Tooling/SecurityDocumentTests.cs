using System.Text.RegularExpressions;

using TestSupport;

namespace Infra.Tests.Tooling;

/// <summary><c>docs/security.md</c> says which test shows what: each is there.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly Lazy<IReadOnlySet<string>> Tests = new(() => Directory.EnumerateFiles(Repository.Path("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .SelectMany(file => TestMethod.Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
        .ToHashSet());

    [GeneratedRegex(@"\[(Fact|Theory)[^\n]*\](\s*\[[^\n]*\])*\s*public (async )?(void|Task) (?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TestMethod { get; }

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]*_[A-Za-z0-9_]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named { get; }

    /// <summary>The cells of the rows of the two tables.</summary>
    private static IEnumerable<string[]> Rows(int cells) => File.ReadAllLines(Repository.Path("docs", "security.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .Where(row => row.Length == cells && row[0] is not ("who" or "requirement"));

    [Fact]
    public void Every_test_that_it_names_is_there()
    {
        var named = Named.Matches(File.ReadAllText(Repository.Path("docs", "security.md"))).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.True(named.Count > 60, $"{named.Count} are named.");
        Assert.Empty(named.Except(Tests.Value));
    }

    [Fact]
    public void Whoever_is_kept_from_something_and_all_that_is_met_has_a_test()
    {
        var rows = Rows(cells: 4).ToList();
        var requirements = rows.Where(row => char.IsAsciiDigit(row[0][0])).ToList();
        Assert.True(requirements.Count > 50 && rows.Count - requirements.Count > 8);
        Assert.All(requirements, row => Assert.Contains(row[2], new[] { "met", "in part", "not met" }));
        Assert.All(rows.Where(row => !char.IsAsciiDigit(row[0][0]) || row[2] == "met"), row => Assert.True(Named.IsMatch(row[3]), $"{row[0]} names no test."));
        Assert.All(requirements.Where(row => row[2] != "met"), row => Assert.True(row[3].Length > 20, $"{row[0]} does not say what is missing."));
    }
}
