using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

namespace SurveyEngine.Auditing;

/// <summary>The row of an entry.</summary>
public static class AuditRow
{
    /// <summary>No tenant's id: it has no separator.</summary>
    private const string Outside = "!";

    private const string At = "At";
    private const string By = "By";
    private const string From = "From";
    private const string Act = "Act";
    private const string Subject = "Subject";
    private const string Detail = "Detail";
    private const string Failed = "Failed";

    /// <summary>Above every key.</summary>
    private const string End = ":";

    /// <summary>The rows after this one, which are of what was before it; null, or no id: all.</summary>
    internal static RowRange Before(string? id) => new(id is not null && id.All(character => char.IsAsciiHexDigitLower(character) || character == '-') ? id + "!" : "0", End);

    public static string PartitionOf(TenantId? tenant) => tenant?.Value ?? Outside;

    /// <summary>Written into a storage that is being restored, and so in no backup that this is made from.</summary>
    public static bool IsOfRestore(TableRow row) => row.GetString(Act) == nameof(AuditAct.Restored);

    internal static TableRow Of(AuditEntry entry) => new(PartitionOf(entry.Event.Tenant), entry.Id)
    {
        [At] = entry.At,
        [By] = entry.By.Id,
        [From] = entry.By.From,
        [Act] = entry.Event.Act.ToString(),
        [Subject] = entry.Event.Subject,
        [Detail] = entry.Event.Detail,
        [Failed] = entry.Failed,
    };

    internal static AuditEntry Read(TableRow row) => new(
        row.RowKey,
        row.GetDateTimeOffset(At)!.Value,
        new Actor(row.GetString(By)!, row.GetString(From)!),
        new AuditEvent(
            row.PartitionKey == Outside ? null : new TenantId(row.PartitionKey), Enum.Parse<AuditAct>(row.GetString(Act)!), row.GetString(Subject)!, row.GetString(Detail)),
        row.GetString(Failed));
}
