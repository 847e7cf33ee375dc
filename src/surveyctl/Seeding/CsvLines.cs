using System.Text;

using CsvHelper;

using Surveys.Definitions;

namespace Surveyctl.Seeding;

/// <summary>One line below the header: its cells by column.</summary>
/// <param name="Number">Where it begins in the file, the header being line 1.</param>
/// <param name="Cells">Every column of the header.</param>
internal sealed record CsvLine(int Number, IReadOnlyDictionary<string, string> Cells);

/// <summary>
/// Reads RFC 4180 in UTF-8 with a header of known columns, in any order, as spreadsheets save it: with a byte order mark, with
/// semicolons where the comma is the decimal sign, with lines of empty cells below the last.
/// </summary>
internal static class CsvLines
{
    /// <summary>The lines that can be read; everything wrong with the others goes to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<CsvLine> Read(byte[] file, IReadOnlyList<string> columns, ICollection<DefinitionProblem> problems)
    {
        if (TextOf(file) is not { } text)
        {
            problems.Add(new DefinitionProblem("", "This is not UTF-8: save the file as UTF-8; Excel calls it 'CSV UTF-8'."));
            return [];
        }

        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            // Ours: a broken header would throw.
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = broken => problems.Add(new DefinitionProblem($"line {broken.LineNumber}", Explain(broken.Reason))),
        });
        var before = problems.Count;
        if (!csv.Read())
        {
            if (problems.Count == before)
                problems.Add(new DefinitionProblem("line 1", $"The file is empty: begin with the header {string.Join(',', columns)}."));
            return [];
        }
        return ReadHeader(CellsOf(csv), columns, problems) is { } header ? ReadLines(csv, header, problems) : [];
    }

    private static List<CsvLine> ReadLines(CsvReader csv, List<string> header, ICollection<DefinitionProblem> problems)
    {
        var lines = new List<CsvLine>();
        while (csv.Read())
        {
            var cells = CellsOf(csv);
            if (cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (cells.Count == header.Count)
                lines.Add(new CsvLine((int)csv.LineNumber, header.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second)));
            else
                problems.Add(new DefinitionProblem(
                    $"line {csv.LineNumber}", $"There are {cells.Count} cells where the header has {header.Count}: check commas and quotes."));
        }
        return lines;
    }

    /// <summary>Null if the file cannot be read by these columns.</summary>
    private static List<string>? ReadHeader(
        IReadOnlyList<string> cells, IReadOnlyList<string> columns, ICollection<DefinitionProblem> problems)
    {
        var header = cells.Select(cell => cell.Trim()).ToList();
        var before = problems.Count;
        foreach (var missing in columns.Except(header))
            problems.Add(new DefinitionProblem("line 1", $"The column '{missing}' is missing: the header is {string.Join(',', columns)}."));
        foreach (var unknown in header.Except(columns))
            problems.Add(new DefinitionProblem("line 1", $"The column '{unknown}' is not known: remove it, or correct its name."));
        foreach (var repeated in header.CountBy(column => column).Where(column => column.Value > 1))
            problems.Add(new DefinitionProblem("line 1", $"The column '{repeated.Key}' stands there {repeated.Value} times: once is enough."));
        return problems.Count == before ? header : null;
    }

    /// <summary>The names of columns hold neither, so that the header tells.</summary>
    private static char SeparatorOf(string text)
    {
        var header = text.AsSpan();
        if (header.IndexOfAny('\r', '\n') is >= 0 and var end)
            header = header[..end];
        return header.Contains(';') && !header.Contains(',') ? ';' : ',';
    }

    private static IReadOnlyList<string> CellsOf(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static string Explain(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "A quote is never closed: close it before the comma.",
        CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quote: put the whole cell in quotes and double those inside it.",
        _ => "A quote stands inside a cell without quotes: put the whole cell in quotes and double those inside it.",
    };

    private static string? TextOf(byte[] file)
    {
        try
        {
            var preamble = file.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file.AsSpan(preamble));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
