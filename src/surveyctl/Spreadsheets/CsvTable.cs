using System.Text;

using CsvHelper;

using Surveyctl.Input;

using Surveys.Readings;

namespace Surveyctl.Spreadsheets;

/// <summary>
/// Reads RFC 4180 as spreadsheets save it: with a byte order mark, with semicolons where the comma is the decimal sign, with tabs, with
/// lines of empty cells below the last.
/// </summary>
internal static class CsvTable
{
    public const string Separators = ",;\t";

    /// <summary>
    /// Of one line, or of one that has no end because a quote is never closed. The longest of an organisation whose cells are all valid
    /// has a third of it.
    /// </summary>
    private const int MostLineBytes = 256 * 1024;

    /// <summary>By their byte order marks; a file without is in the first. Excel's "Unicode text" is UTF-16.</summary>
    private static readonly Encoding[] Encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Null: there is nothing but empty lines, or no line can be read.</summary>
    public static Spreadsheet? Read(byte[] file, ICollection<DefinitionProblem> problems)
    {
        var before = problems.Count;
        if (Decode(file, problems) is not { } text)
            return null;

        // Of a stream, which alone is held to a limit.
        using var csv = CsvReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            MaxRecordSize = MostLineBytes,
            // Ours: a broken header would throw.
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = broken => problems.Add(new DefinitionProblem($"line {broken.LineNumber}", Explain(broken.Reason))),
        });
        SpreadsheetRow? header = null;
        var rows = new List<SpreadsheetRow>();
        try
        {
            while (problems.Count <= FileProblems.MostOfAFile && csv.Read())
            {
                var row = SpreadsheetRow.OfLine((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
                if (row.IsEmpty)
                    continue;
                // The lines below a header that is broken have nothing to be read by.
                if (header is null && problems.Count > before)
                    break;
                if (header is null)
                    header = row;
                else if (row.Cells.Count < header.Cells.Count || row.Cells.Skip(header.Cells.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
                    problems.Add(new DefinitionProblem(
                        row.Place, $"Here {(row.Cells.Count == 1 ? "is" : "are")} {Counted.Of(row.Cells.Count, "cell")} where the header has {header.Cells.Count}: check separators and quotes."));
                else
                    rows.Add(row);
            }
        }
        catch (CsvFormatException tooLong)
        {
            problems.Add(new DefinitionProblem(
                $"line {tooLong.LineNumber}", $"This line is longer than {MostLineBytes / 1024} KiB, or a quote in it is never closed: nothing from here on is read."));
        }
        return header is null ? null : new Spreadsheet(header, rows, null, []);
    }

    /// <summary>Without a byte order mark; null: it is no text.</summary>
    private static string? Decode(byte[] file, ICollection<DefinitionProblem> problems)
    {
        var encoding = Encodings.FirstOrDefault(encoding => file.AsSpan().StartsWith(encoding.Preamble));
        var bytes = file.AsSpan(encoding?.Preamble.Length ?? 0);
        encoding ??= Encodings[0];
        try
        {
            return Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(bytes);
        }
        catch (DecoderFallbackException invalid)
        {
            var line = 1 + encoding.GetString(bytes[..invalid.Index]).AsSpan().Count('\n');
            problems.Add(new DefinitionProblem($"line {line}", (encoding.WebName, invalid.BytesUnknown) switch
            {
                ("utf-16", [var low, var high]) => Half(high, low),
                ("utf-16BE", [var high, var low]) => Half(high, low),
                ("utf-8", _) => "This is not UTF-8: save the file as UTF-8; Excel calls it 'CSV UTF-8'.",
                _ => "The file ends within a character: save it again.",
            }));
            return null;
        }

        static string Half(byte high, byte low) => $"Here is U+{high:X2}{low:X2}, half of a character: type it again.";
    }

    /// <summary>The one that the header has most of outside of quotes.</summary>
    private static char SeparatorOf(string text)
    {
        var counts = new int[Separators.Length];
        var isQuoted = false;
        foreach (var character in text.TrimStart('\r', '\n'))
        {
            if (character == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && character is '\r' or '\n')
                break;
            else if (!isQuoted && Separators.IndexOf(character, StringComparison.Ordinal) is >= 0 and var separator)
                counts[separator]++;
        }
        return Separators[counts.IndexOf(counts.Max())];
    }

    private static string Explain(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "A quote is never closed: close it at the end of its cell.",
        CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quote: put the whole cell in quotes and double those inside it.",
        _ => "A quote stands inside a cell without quotes: put the whole cell in quotes and double those inside it.",
    };
}
