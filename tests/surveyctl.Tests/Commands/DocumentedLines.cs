using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

using Surveyctl.Commands;

using TestSupport;

namespace Surveyctl.Tests.Commands;

/// <summary>
/// The command lines of the documents and of every command's help. A line of a code block is one if it begins with <c>surveyctl</c>, or with
/// what that stands for, after settings if there are any. So is code within a text, unless it only mentions a command: it is nothing but
/// the command's name, and the command needs more than that.
/// </summary>
internal static partial class DocumentedLines
{
    private const string LongName = "dotnet run --project src/surveyctl --";

    public static IReadOnlyList<string> Documents { get; } =
    [
        "README.md", "CONTRIBUTING.md", "seeds/README.md", .. Directory.GetFiles(Repository.Path("docs"), "*.md").Select(Relative),
        .. Directory.GetFiles(Repository.Path("infra"), "*.md", SearchOption.AllDirectories).Select(Relative),
    ];

    /// <summary>With its place: a document and line, or a help.</summary>
    public static IReadOnlyList<(string Text, string Place)> All { get; } =
        [.. Documents.SelectMany(InDocument), .. InHelp(Program.Root(), "surveyctl")];

    /// <summary>What follows the name of the program. Where any command may stand, one does.</summary>
    public static IReadOnlyList<string> ArgumentsOf(string line) =>
        [.. Word().Matches(Start().Replace(line, "")).Select(word => word.Groups["word"].Value).Select(word => word == "<command>" ? "verify" : word)];

    private static IEnumerable<(string Text, string Place)> InDocument(string document)
    {
        var text = File.ReadAllText(Repository.Path(document));
        foreach (Match code in Code().Matches(text))
        {
            var (block, span) = (code.Groups["block"], code.Groups["span"]);
            foreach (Match line in Line().Matches(block.Success ? block.Value : span.Value.Replace('\n', ' ')))
            {
                var command = line.Groups["command"].Value.Trim().Replace(LongName, "surveyctl", StringComparison.Ordinal);
                var number = 1 + text.AsSpan(0, (block.Success ? block : span).Index + line.Index).Count('\n');
                if (block.Success || !IsMention(command))
                    yield return (command, $"{document}:{number}");
            }
        }
    }

    private static IEnumerable<(string Text, string Place)> InHelp(Command command, string name) =>
        CommandLine.ExamplesOf(command).Select(example => (example, $"help of {name}"))
            .Concat(command.Subcommands.SelectMany(sub => InHelp(sub, $"{name} {sub.Name}")));

    private static bool IsMention(string line)
    {
        var parsed = Program.Root().Parse(ArgumentsOf(line));
        return parsed.Errors.Count > 0 && parsed.Tokens.All(token => token.Type == TokenType.Command);
    }

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    [GeneratedRegex("^ *```(?<block>.*?)^ *```|`(?<span>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    /// <summary>Up to a comment; on, after a backslash at the end.</summary>
    [GeneratedRegex(
        @"^ *(?<command>(\w+=\S+ +)*(surveyctl|" + LongName + @")\s+[a-z<](\\\n|[^\n])*?)( +#[^\n]*)?$",
        RegexOptions.NonBacktracking | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    /// <summary>With the one setting that a line is run with; what another would do must not be left out.</summary>
    [GeneratedRegex("^(" + DocumentedNames.AccountSetting + @"=\S+\s+)?surveyctl\s", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Start();

    [GeneratedRegex("""
        "(?<word>[^"]*)"|'(?<word>[^']*)'|(?<word>[^\s"'\\]+)
        """, RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
