using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>The names of the app's functions, as their attributes say.</summary>
public static partial class FunctionNames
{
    public static IReadOnlySet<string> All { get; } = Sources.OfTheProduct
        .SelectMany(source => Attribute().Matches(source))
        .Select(attribute => attribute.Groups["name"].Value)
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\[Function\((nameof\((\w+\.)*(?<name>\w+)\)|""(?<name>\w+)"")\)\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();
}
