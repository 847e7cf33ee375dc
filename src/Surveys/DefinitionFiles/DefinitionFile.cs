using System.Text;
using System.Text.Json;

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
        if (JsonSyntax.Check(utf8.Span) is { } broken)
            return Reading<T, DefinitionProblem>.Failed([broken]);

        using var document = JsonDocument.Parse(utf8);
        var problems = new ProblemList();
        var file = new DefinitionValue(document.RootElement, "", problems).Object(known);
        file.Required("format")?.WholeNumber(SurveyFormat.Number, SurveyFormat.Number);
        var value = read(file, problems);
        return value is not null && problems.IsEmpty ? value : Reading<T, DefinitionProblem>.Failed(JsonLines.Find(utf8.Span, problems.All));
    }
}
