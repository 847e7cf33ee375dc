using System.Text;

using SurveyEngine.Keys;

using Surveys.DefinitionFiles;
using Surveys.Ids;
using Surveys.Readings;
using Surveys.Tallies;

using SurveyStorage;

namespace SurveyEngine.Waves;

/// <summary>The row that a wave is read from: its state in typed columns, what it pinned as the bytes that were loaded.</summary>
public static class WaveRow
{
    private const string State = "State";
    private const string TenantName = "TenantName";
    private const string TimeZone = "TimeZone";
    private const string Definition = "Definition";
    private const string Survey = "Survey";
    private const string Buckets = "Buckets";
    private const string Schools = "Schools";
    private const string Root = "Root";
    private const string Opening = "Opening";
    private const string OpenedAt = "OpenedAt";
    private const string ClosingAt = "ClosingAt";
    private const string SettledAt = "SettledAt";

    /// <summary>Missing until answers from paper are first imported. Never shown to anybody: see <see cref="PaperIds"/>.</summary>
    internal const string PaperSecret = "PaperSecret";

    /// <summary>The hash of the layout; in rows of counts as well, which mean something only together with theirs.</summary>
    internal const string Layout = "Layout";

    internal static TableRow Of(Wave wave, ReadOnlySpan<byte> surveyJson, ReadOnlySpan<byte> definitionJson)
    {
        var row = new TableRow(WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave)
        {
            [State] = wave.State.ToString(),
            [TenantName] = wave.TenantName,
            [TimeZone] = wave.TimeZone,
            [Layout] = wave.Layout.Hash,
            [Buckets] = wave.Buckets,
            [Schools] = wave.Schools,
            [Root] = wave.Root.Value,
            [Opening] = wave.Opening,
            [OpenedAt] = wave.OpenedAt,
            [ClosingAt] = wave.ClosingAt,
            [SettledAt] = wave.SettledAt,
        };
        ChunkedBinary.Write(row, Survey, surveyJson);
        ChunkedBinary.Write(row, Definition, definitionJson);
        return row;
    }

    /// <summary>The row with another state and nothing else changed.</summary>
    internal static TableRow With(TableRow row, WaveState state, DateTimeOffset now)
    {
        var changed = With(row, State, state.ToString());
        changed[state switch { WaveState.Open => OpenedAt, WaveState.Closing => ClosingAt, _ => SettledAt }] = now;
        return changed;
    }

    /// <summary>The row with another value of one column, and nothing else changed.</summary>
    internal static TableRow With(TableRow row, string column, object value)
    {
        var changed = new TableRow(row.PartitionKey, row.RowKey);
        foreach (var (name, kept) in row)
            changed[name] = kept;
        changed[column] = value;
        return changed;
    }

    internal static string? OpeningOf(TableRow row) => row.GetString(Opening);

    public static WaveState StateOf(TableRow row) => Enum.Parse<WaveState>(row.GetString(State)!);

    /// <exception cref="InvalidDataException">The row is damaged, or a newer version of the app wrote its survey.</exception>
    internal static Wave Read(TableRow row)
    {
        var survey = Require(row, SurveyReader.Read(ChunkedBinary.Read(row, Survey)));
        var definition = Require(row, WaveReader.Read(ChunkedBinary.Read(row, Definition)));
        var layout = new TallyLayout(survey);
        RequireLayout(row, layout);
        return new Wave
        {
            Tenant = new TenantId(row.PartitionKey.Split('!')[0]),
            TenantName = row.GetString(TenantName)!,
            TimeZone = row.GetString(TimeZone)!,
            Id = definition.Id,
            State = StateOf(row),
            Definition = definition,
            Survey = survey,
            Layout = layout,
            Buckets = row.GetInt32(Buckets)!.Value,
            Schools = row.GetInt32(Schools)!.Value,
            Root = new ScopeId(row.GetString(Root)!),
            Opening = row.GetString(Opening)!,
            OpenedAt = row.GetDateTimeOffset(OpenedAt),
            ClosingAt = row.GetDateTimeOffset(ClosingAt),
            SettledAt = row.GetDateTimeOffset(SettledAt),
            ETag = row.ETag,
        };
    }

    /// <exception cref="InvalidDataException">The row was written with another: it is refused, never misread.</exception>
    internal static void RequireLayout(TableRow row, TallyLayout layout)
    {
        var writtenWith = row.GetString(Layout);
        if (writtenWith != layout.Hash)
        {
            throw new InvalidDataException(
                $"Row {row.PartitionKey}/{row.RowKey} was written with layout {writtenWith}, the wave has {layout.Hash}.");
        }
    }

    private static T Require<T>(TableRow row, Reading<T, DefinitionProblem> reading)
        where T : class =>
        reading.Value
        ?? throw new InvalidDataException(new StringBuilder($"Row {row.PartitionKey}/{row.RowKey} is not readable: ")
            .AppendJoin("; ", reading.Problems).ToString());
}
