using System.Text;
using System.Text.Json;

using Surveys.Csv;

namespace SurveyEngine.Auditing;

/// <summary>Entries as CSV (RFC 4180, UTF-8 with a byte order mark), a line each.</summary>
public static class AuditCsv
{
    private static readonly string[] Header = ["id", "at", "by", "act", "subject", "detail", "from", "failed"];

    /// <summary>As CSV and JSON have it, such as <c>wave-opened</c>.</summary>
    public static string NameOf(AuditAct act) => JsonNamingPolicy.KebabCaseLower.ConvertName(act.ToString());

    /// <returns>How many it were.</returns>
    public static async Task<int> WriteAsync(IAsyncEnumerable<AuditEntry> entries, TextWriter output)
    {
        var (count, line) = (0, new StringBuilder(CsvText.ByteOrderMark));
        CsvText.AppendLine(line, Header);
        await foreach (var entry in entries)
        {
            count++;
            CsvText.AppendLine(line, [entry.Id, entry.At.UtcDateTime.ToString("O"), entry.By.Id, NameOf(entry.Event.Act), entry.Event.Subject, entry.Event.Detail ?? "", entry.By.From, entry.Failed ?? ""]);
            await output.WriteAsync(line);
            line.Clear();
        }
        await output.WriteAsync(line);
        return count;
    }
}
