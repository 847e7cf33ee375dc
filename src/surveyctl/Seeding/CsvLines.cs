using System.Text.Unicode;

using CsvHelper;

using Surveyctl.Input;

using Surveys.Readings;

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
    /// <summary>
    /// Of one line, or of one that has no end because a quote is never closed. The longest of an organisation whose cells are all valid
    /// has a third of it.
    /// </summary>
    private const int MostLineBytes = 256 * 1024;

    /// <summary>
    /// The lines that can be read; everything wrong with the others goes to <paramref name="problems"/>. With more of them than are
    /// told of a file, reading ends.
    /// </summary>
    public static IReadOnlyList<CsvLine> Read(byte[] file, IReadOnlyList<string> columns, ICollection<DefinitionProblem> problems)
    {
        if (!Utf8.IsValid(file))
        {
            problems.Add(new DefinitionProblem("", "This is not UTF-8: save the file as UTF-8; Excel calls it 'CSV UTF-8'."));
            return [];
        }

        // Of a stream, which alone is held to a limit.
        using var csv = CsvReader.Create(new MemoryStream(file), new CsvReaderOptions
        {
            Separator = SeparatorOf(file),
            MaxRecordSize = MostLineBytes,
            // Ours: a broken header would throw.
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = broken => problems.Add(new DefinitionProblem($"line {broken.LineNumber}", Explain(broken.Reason))),
        });
        var lines = new List<CsvLine>();
        try
        {
            var before = problems.Count;
            if (csv.Read())
            {
                if (ReadHeader(CellsOf(csv), columns, problems) is { } header)
                    ReadLines(csv, header, lines, problems);
            }
            else if (problems.Count == before)
            {
                problems.Add(new DefinitionProblem("line 1", $"The file is empty: begin with the header {string.Join(',', columns)}."));
            }
        }
        catch (CsvFormatException tooLong)
        {
            problems.Add(new DefinitionProblem(
                $"line {tooLong.LineNumber}", $"This line is longer than {MostLineBytes / 1024} KiB, or a quote in it is never closed: nothing from here on is read."));
        }
        return lines;
    }

    private static void ReadLines(CsvReader csv, List<string> header, List<CsvLine> lines, ICollection<DefinitionProblem> problems)
    {
        while (problems.Count <= FileProblems.MostOfAFile && csv.Read())
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
            problems.Add(new DefinitionProblem("line 1", $"The column '{repeated.Key}' is given {repeated.Value} times: once is enough."));
        return problems.Count == before ? header : null;
    }

    /// <summary>The names of columns hold neither, so that the header tells.</summary>
    private static char SeparatorOf(ReadOnlySpan<byte> file)
    {
        var header = file;
        if (header.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end)
            header = header[..end];
        return header.Contains((byte)';') && !header.Contains((byte)',') ? ';' : ',';
    }

    private static IReadOnlyList<string> CellsOf(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private static string Explain(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "A quote is never closed: close it before the comma.",
        CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quote: put the whole cell in quotes and double those inside it.",
        _ => "A quote stands inside a cell without quotes: put the whole cell in quotes and double those inside it.",
    };
}
