using System.Text.RegularExpressions;

using TestSupport;

namespace Infra.Tests.Image;

/// <summary>
/// Which files a build is sent. The last rule that names a file or a folder above it decides, as in
/// https://docs.docker.com/build/concepts/context/#dockerignore-files; of the patterns, those that the file uses.
/// </summary>
public sealed class DockerIgnore
{
    private readonly List<(Regex Pattern, bool Keeps)> _rules;

    private DockerIgnore(IEnumerable<string> lines) => _rules = [.. lines.Select(line => (PatternOf(line.TrimStart('!')), line[0] == '!'))];

    public static DockerIgnore Read() =>
        new(File.ReadAllLines(Repository.Path(".dockerignore")).Where(line => line.Length > 0 && line[0] != '#'));

    /// <param name="path">From the root of the context, with slashes.</param>
    public bool Sends(string path) =>
        _rules.Where(rule => rule.Pattern.IsMatch(path)).Select(rule => rule.Keeps).LastOrDefault(defaultValue: true);

    private static Regex PatternOf(string pattern)
    {
        var names = Regex.Escape(pattern)
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return new Regex($"^{names}(/.*)?$", RegexOptions.NonBacktracking);
    }
}
