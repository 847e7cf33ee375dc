using System.Text.RegularExpressions;

using TestSupport;

namespace Infra.Tests.Tooling;

/// <summary>A request of <c>requests.http</c>, its variables filled in.</summary>
/// <param name="Function">The first word of the line above it.</param>
/// <param name="Address">From the root of the app.</param>
public sealed record HttpFileRequest(string Function, string Method, string Address, string Body);

/// <summary>What <c>requests.http</c> says to the editors that send it.</summary>
public static partial class HttpFile
{
    public const string App = "http://localhost:7071";

    public static IReadOnlyList<HttpFileRequest> Read()
    {
        var text = File.ReadAllText(Repository.Path("requests.http"));
        var variables = Variable().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        // What only the editor knows stays as it is.
        text = Use().Replace(text, match => variables.GetValueOrDefault(match.Groups["name"].Value, match.Value));
        return [.. Request().Matches(text).Select(match => new HttpFileRequest(
            match.Groups["function"].Value, match.Groups["method"].Value, match.Groups["address"].Value, match.Groups["body"].Value.Trim()))];
    }

#pragma warning disable MA0009 // Only our own file is matched.
    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}")]
    private static partial Regex Use();

    [GeneratedRegex(
        @"^### (?<function>\w+):[^\n]*\n(?:#[^\n]*\n)*(?<method>[A-Z]+) " + App + @"(?<address>/\S*)\n(?:[\w-]+: [^\n]*\n)*(?<body>(?:(?!###)[^\n]*\n)*)",
        RegexOptions.Multiline)]
    private static partial Regex Request();
}
