using System.Text;
using System.Text.Json;

using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Finds the lines of a JSON file that JSON pointers lead to: people look for a line.</summary>
public static class JsonLines
{
    /// <summary>The same problems with lines, those of a file that is no JSON as they are. What is missing has the line of what it is missing in.</summary>
    public static IReadOnlyList<DefinitionProblem> Find(ReadOnlySpan<byte> utf8, IReadOnlyList<DefinitionProblem> problems)
    {
        if (!problems.Any(IsPointer))
            return problems;
        Dictionary<string, int> lines;
        try
        {
            lines = LinesOf(utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8);
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return problems;
        }
        return [.. problems.Select(problem => IsPointer(problem) ? problem with { Line = LineOf(problem.Place, lines) } : problem)];
    }

    private static bool IsPointer(DefinitionProblem problem) => problem.Line is null && problem.Place.StartsWith('/');

    private static int LineOf(string pointer, Dictionary<string, int> lines)
    {
        int line;
        while (!lines.TryGetValue(pointer, out line))
            pointer = pointer[..pointer.LastIndexOf('/')];
        return line;
    }

    /// <summary>By pointer; of a property that is given twice the second.</summary>
    private static Dictionary<string, int> LinesOf(ReadOnlySpan<byte> utf8)
    {
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var (line, counted) = (1, 0);
        // The pointers to what is open, and how many entries each list has.
        var open = new Stack<(string Pointer, int Entries)>();
        var next = "";
        var json = new Utf8JsonReader(utf8);
        while (json.Read())
        {
            line += utf8[counted..(int)json.TokenStartIndex].Count((byte)'\n');
            counted = (int)json.TokenStartIndex;
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                next = $"{open.Peek().Pointer}/{Escape(json.GetString()!)}";
                lines[next] = line;
                continue;
            }
            if (json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }
            if (open.TryPeek(out var list) && list.Entries >= 0)
            {
                open.Pop();
                open.Push((list.Pointer, list.Entries + 1));
                next = $"{list.Pointer}/{list.Entries}";
            }
            lines.TryAdd(next, line);
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                open.Push((next, json.TokenType == JsonTokenType.StartArray ? 0 : -1));
        }
        return lines;
    }

    /// <summary>A name as one step of a pointer (RFC 6901).</summary>
    internal static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
