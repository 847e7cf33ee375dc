using Surveyctl.Exporting;
using Surveyctl.Importing;

namespace Surveyctl.Commands;

/// <summary>The header that a table of organisations can begin with, and what each of its columns means.</summary>
internal static class OrganisationTemplate
{
    private const int TerminalWidth = 80;

    private const string Advice =
        "A column with names is enough. Leave out columns that you do not fill: an empty cell says that its value is unknown. Columns may stand in any "
        + "order and be called as schools call them (Enrollment, Families, FRL, ELL, Title I); others are not read.";

    /// <param name="path">Null: the header is told alone on the standard output, and what it means on the other.</param>
    /// <param name="mayReplace">A file that is there already.</param>
    public static async Task WriteAsync(string? path, bool mayReplace, Report report)
    {
        var header = string.Join(',', OrganisationColumn.All.Select(column => column.Name).Where(name => name != "path"));
        var width = OrganisationColumn.All.Max(column => column.Name.Length) + 2;
        IEnumerable<string> explained = [.. OrganisationColumn.All.Select(column => Wrap(column.Name.PadRight(width), column.Meaning)), Wrap("", Advice)];
        if (path is null)
        {
            report.Line(header);
            if (!report.IsJson)
                report.Error(string.Join('\n', explained));
        }
        else
        {
            await using var file = NewFile.Create(path, mayReplace);
            // By its mark Excel knows that what is typed below is UTF-8.
            await file.Writer.WriteAsync($"\uFEFF{header}\r\n");
            await file.KeepAsync();
            report.Line(string.Join('\n', explained));
            report.Line($"{path} begins with these columns.");
        }
        report.Json(new TemplateDocument(
            path, header, OrganisationColumn.All.Select(column => new ColumnDocument(column.Name, column.Meaning, column.Words))));
    }

    /// <summary>In lines that fit a terminal, all beside what the first begins with.</summary>
    private static string Wrap(string beginning, string text)
    {
        var lines = new List<string> { beginning };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length + 1 + word.Length > TerminalWidth)
                lines.Add(new string(' ', beginning.Length));
            lines[^1] += lines[^1].Length > beginning.Length ? $" {word}" : word;
        }
        return string.Join('\n', lines);
    }
}
