using System.Text;
using System.Text.Json;
using System.Text.Unicode;

using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>
/// Opens the bytes of a definition file: one object of a format. Comments, trailing commas and broken text are problems; a byte order
/// mark is not.
/// </summary>
internal static class DefinitionFile
{
    /// <param name="utf8">The whole file.</param>
    /// <param name="known">The properties that the object may have.</param>
    /// <param name="read">Gives the value; what it gives counts only if it reported no problem.</param>
    public static Reading<T, DefinitionProblem> Read<T>(
        ReadOnlyMemory<byte> utf8, IReadOnlyList<string> known, Func<DefinitionObject, ProblemList, T?> read)
        where T : class
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (SyntaxProblem(utf8.Span) is { } broken)
            return Reading<T, DefinitionProblem>.Failed([broken]);

        using var document = JsonDocument.Parse(utf8);
        var problems = new ProblemList();
        var file = new DefinitionValue(document.RootElement, "", problems).Object(known);
        file.Required("format")?.WholeNumber(SurveyFormat.Number, SurveyFormat.Number);
        var value = read(file, problems);
        return value is not null && problems.IsEmpty ? value : Reading<T, DefinitionProblem>.Failed(problems.All);
    }

    /// <summary>
    /// The first place that is not JSON in UTF-8. Every string is decoded once here, because half a surrogate pair
    /// (<c>\ud83d</c> alone) is JSON but no text, and would throw later, wherever it is first read.
    /// </summary>
    private static DefinitionProblem? SyntaxProblem(ReadOnlySpan<byte> utf8)
    {
        if (InvalidByte(utf8) is { } offset)
            return new DefinitionProblem(LineAndColumn(utf8, offset), "This is not UTF-8: save the file as UTF-8.");

        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
            return null;
        }
        catch (JsonException problem)
        {
            var place = LineAndColumn(utf8, problem.LineNumber ?? 0, problem.BytePositionInLine ?? 0);
            return new DefinitionProblem(place, $"This is not JSON: {WithoutPosition(problem.Message)}");
        }
        catch (InvalidOperationException)
        {
            var place = LineAndColumn(utf8, reader.TokenStartIndex);
            return new DefinitionProblem(
                place, "This text has an escape that is no character: write the character itself, or both halves of the pair.");
        }
    }

    private static long? InvalidByte(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
            return null;
        var scratch = new char[utf8.Length];
        Utf8.ToUtf16(utf8, scratch, out var valid, out _, replaceInvalidSequences: false);
        return valid;
    }

    private static string LineAndColumn(ReadOnlySpan<byte> utf8, long offset)
    {
        var before = utf8[..(int)offset];
        return LineAndColumn(utf8, before.Count((byte)'\n'), offset - (before.LastIndexOf((byte)'\n') + 1));
    }

    /// <summary>Both count from 1, columns in characters as editors count them.</summary>
    private static string LineAndColumn(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        for (var i = 0L; i < line && utf8.IndexOf((byte)'\n') is >= 0 and var end; i++)
            utf8 = utf8[(end + 1)..];
        var before = utf8[..(int)Math.Min(byteInLine, utf8.Length)];
        return $"line {line + 1}, column {Encoding.UTF8.GetCharCount(before) + 1}";
    }

    private static string WithoutPosition(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;
}
