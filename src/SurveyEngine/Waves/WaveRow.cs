using System.Globalization;
using System.Text;

using SurveyEngine.Keys;

using Surveys.DefinitionFiles;
using Surveys.Definitions;
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
    private const string LateSchools = "LateSchools";
    private const string Revision = "Revision";
    private const string OpensAt = "OpensAt";
    private const string ClosesAt = "ClosesAt";
    private const string OpenedAt = "OpenedAt";
    private const string ClosingAt = "ClosingAt";
    private const string SettledAt = "SettledAt";

    /// <summary>True: it was made public; missing: as its definition says.</summary>
    private const string IsPublic = "IsPublic";

    /// <summary>Missing until answers from paper are first imported. Never shown to anybody: see <see cref="PaperIds"/>.</summary>
    internal const string PaperSecret = "PaperSecret";

    /// <summary>Of an import of answers from paper; missing: none runs. See <see cref="PaperImports"/>.</summary>
    internal const string PaperTurnUntil = "PaperTurnUntil";

    /// <summary>The hash of the layout; in rows of counts as well, which mean something only together with theirs.</summary>
    internal const string Layout = "Layout";

    private const string LayoutVersion = "LayoutVersion";

    internal static TableRow Of(Wave wave, ReadOnlySpan<byte> surveyJson, ReadOnlySpan<byte> definitionJson)
    {
        var row = new TableRow(WavesKeys.Partition(wave.Tenant, wave.Id), WavesKeys.Wave)
        {
            [State] = wave.State.ToString(),
            [TenantName] = wave.TenantName,
            [TimeZone] = wave.TimeZone,
            [Layout] = wave.Layout.Hash,
            [LayoutVersion] = wave.Layout.Version,
            [Buckets] = wave.Buckets,
            [Schools] = wave.Schools,
            [Root] = wave.Root.Value,
            [Opening] = wave.Opening,
            [OpensAt] = wave.Times.OpensAt,
            [ClosesAt] = wave.Times.ClosesAt,
            [OpenedAt] = wave.OpenedAt,
            [ClosingAt] = wave.ClosingAt,
            [SettledAt] = wave.SettledAt,
        };
        ChunkedBinary.Write(row, Survey, surveyJson);
        ChunkedBinary.Write(row, Definition, definitionJson);
        return row;
    }

    /// <summary>The row in another state.</summary>
    /// <param name="row">As it was read.</param>
    /// <param name="state">Open again, closing or settled.</param>
    /// <param name="now">When it closed or settled.</param>
    internal static TableRow With(TableRow row, WaveState state, DateTimeOffset now)
    {
        var changed = With(row, State, state.ToString());
        return state switch
        {
            WaveState.Open => With(changed, ClosingAt, null),
            WaveState.Closing => With(changed, ClosingAt, now),
            _ => With(changed, SettledAt, now),
        };
    }

    /// <summary>The row with other times.</summary>
    internal static TableRow With(TableRow row, WaveTimes times)
    {
        var changed = Copy(row);
        (changed[OpensAt], changed[ClosesAt]) = (times.OpensAt, times.ClosesAt);
        return changed;
    }

    /// <summary>The row of a wave whose results anybody reads.</summary>
    internal static TableRow Published(TableRow row) => With(row, IsPublic, true);

    /// <summary>The row as <see cref="Wave.Revision"/> says it: whatever is kept of what the wave pinned is read again.</summary>
    internal static TableRow WithNextRevision(TableRow row) => With(row, Revision, (row.GetInt32(Revision) ?? 0) + 1);

    /// <summary>The row with a place for each of these schools behind all others, fifty in a bucket; one that has a place keeps it.</summary>
    internal static TableRow WithLateSchools(TableRow row, IEnumerable<SchoolId> schools)
    {
        var (late, count) = (LateSchoolsOf(row), row.GetInt32(Schools)!.Value);
        foreach (var school in schools.Where(school => !late.ContainsKey(school)))
            late.Add(school, count++ / PlanWave.SchoolsPerBucket);
        var changed = Copy(row);
        changed[LateSchools] = string.Join(';', late.Select(place => $"{place.Key}:{place.Value}"));
        (changed[Schools], changed[Buckets]) = (count, ((count - 1) / PlanWave.SchoolsPerBucket) + 1);
        return changed;
    }

    /// <summary>The buckets of the schools that came in after the opening, in the order in which they came.</summary>
    internal static OrderedDictionary<SchoolId, int> LateSchoolsOf(TableRow row) => new(
        from place in row.GetString(LateSchools)?.Split(';') ?? []
        let parts = place.Split(':')
        select KeyValuePair.Create(new SchoolId(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture)));

    /// <summary>The row with another title, which the definition has, and another name of its tenant.</summary>
    internal static TableRow WithWords(TableRow row, ReadOnlySpan<byte> definitionJson, string tenantName)
    {
        var changed = Copy(row);
        ChunkedBinary.Write(changed, Definition, definitionJson);
        changed[TenantName] = tenantName;
        return changed;
    }

    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    internal static WaveDefinition WaveOf(TableRow row) => Require(row, WaveReader.Read(DefinitionOf(row)));

    internal static byte[] DefinitionOf(TableRow row) => ChunkedBinary.Read(row, Definition);

    /// <summary>The row with another value of one column.</summary>
    internal static TableRow With(TableRow row, string column, object? value)
    {
        var changed = Copy(row);
        changed[column] = value;
        return changed;
    }

    internal static string? OpeningOf(TableRow row) => row.GetString(Opening);

    public static WaveState StateOf(TableRow row) => Enum.Parse<WaveState>(row.GetString(State)!);

    /// <exception cref="InvalidDataException">The row is damaged, or a newer version of the app wrote its survey.</exception>
    internal static Wave Read(TableRow row)
    {
        var survey = Require(row, SurveyReader.Read(ChunkedBinary.Read(row, Survey)));
        var definition = WaveOf(row);
        survey = survey.For(definition.Audience);
        var layout = new TallyLayout(survey, row.GetInt32(LayoutVersion) ?? TallyLayout.FirstVersion);
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
            IsPublic = definition.IsPublic || row.GetBoolean(IsPublic) == true,
            Buckets = row.GetInt32(Buckets)!.Value,
            Schools = row.GetInt32(Schools)!.Value,
            Root = new ScopeId(row.GetString(Root)!),
            Opening = row.GetString(Opening)!,
            Revision = row.GetInt32(Revision) ?? 0,
            Times = new WaveTimes(row.GetDateTimeOffset(OpensAt), row.GetDateTimeOffset(ClosesAt)),
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

    private static TableRow Copy(TableRow row)
    {
        var copy = new TableRow(row.PartitionKey, row.RowKey);
        foreach (var (name, value) in row)
            copy[name] = value;
        return copy;
    }

    private static T Require<T>(TableRow row, Reading<T, DefinitionProblem> reading)
        where T : class =>
        reading.Value
        ?? throw new InvalidDataException(new StringBuilder($"Row {row.PartitionKey}/{row.RowKey} is not readable: ")
            .AppendJoin("; ", reading.Problems).ToString());
}
