using System.Text.RegularExpressions;

using TestSupport;

namespace Infra.Tests.Image;

/// <summary>The instructions of <c>infra/container/Containerfile</c>, with lines that go on joined and build arguments filled in.</summary>
public sealed partial class Containerfile
{
    private Containerfile(IReadOnlyList<(string Word, string What)> instructions) => Instructions = instructions;

    public IReadOnlyList<(string Word, string What)> Instructions { get; }

    /// <summary>Of the last stage.</summary>
    public IReadOnlyList<(string Word, string What)> Final =>
        [.. Instructions.Skip(Instructions.ToList().FindLastIndex(line => line.Word == "FROM"))];

    /// <summary>Of all stages, in order, without their names.</summary>
    public IReadOnlyList<string> BaseImages => [.. Instructions.Where(line => line.Word == "FROM").Select(line => line.What.Split(' ')[0])];

    /// <summary>Files and folders that are copied from the context.</summary>
    public IReadOnlyList<string> CopiedFromContext =>
    [
        .. Instructions.Where(line => line.Word == "COPY" && !line.What.StartsWith("--from=", StringComparison.Ordinal))
            .SelectMany(line => line.What.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]),
    ];

    public string User => Last("USER");

    public string EntryPoint => Last("ENTRYPOINT");

    /// <summary>What the image sets, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment => Final.Where(line => line.Word == "ENV")
        .SelectMany(line => line.What.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);

    public static Containerfile Read()
    {
        var text = File.ReadAllText(Repository.Path("infra", "container", "Containerfile")).Replace("\\\n", " ", StringComparison.Ordinal);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(line => line.Split(' ', 2))
            .Select(line => (Word: line[0], What: line[1].Trim()))
            .ToList();
        var arguments = lines.Where(line => line.Word == "ARG")
            .Select(line => line.What.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new Containerfile([.. lines.Select(line => (line.Word, Argument().Replace(line.What, Filled)))]);

        string Filled(Match match) => arguments.GetValueOrDefault(match.Groups["name"].Value, match.Value);
    }

    private string Last(string word) => Final.Last(line => line.Word == word).What;

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Argument();
}
