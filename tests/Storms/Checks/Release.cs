using System.Text;

using SurveyEngine.Folding;
using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;
using SurveyStorage.Sqlite;

using TestSupport;
using TestSupport.Waves;

namespace Storms.Checks;

/// <summary>
/// The last release of the settled wave, held against a recount: the stored rows, and nothing else of the storm, go into a store where nothing
/// fails, and every page must show the same there. How many answered is counted once more without the product's code. What releases froze
/// during the storm is of moments that no recount knows: of the release that keeps to it only the numbers of responses are judged, and then it
/// is forgotten.
/// </summary>
internal static class Release
{
    /// <summary>Fewer are not shown.</summary>
    private const int Least = 10;

    private static readonly ScopeId Network = new("network");
    private static readonly ScopeId[] Districts = [new("district-a"), new("district-b")];

    /// <param name="wave">Settled.</param>
    /// <param name="rows">Responses and tombstones of the whole wave.</param>
    /// <param name="folder">Where the other store goes.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(
        Engine engine, TestWave wave, IReadOnlyList<TableRow> rows, string folder, CancellationToken cancellationToken)
    {
        var stored = rows.Where(row => !ResponseRow.IsWithdrawn(row)).ToList();
        var violations = new List<string>();
        var last = await PublishAsync(engine, wave, cancellationToken);
        // A block may have been frozen before answers were withdrawn.
        violations.AddRange(SumViolations(last).Concat(wave.Schools
            .Where(school => Responses(last, school) > rows.Count(row => IsOf(row, school)))
            .Select(school => $"the last release shows more responses of {school.Id} than there ever were")));

        await ForgetBlocksAsync(engine.Tables, wave, cancellationToken);
        var expected = await RecountAsync(wave, stored, folder, cancellationToken);
        var published = await PublishAsync(engine, wave, cancellationToken);
        violations.AddRange(ScopesOf(wave)
            .Where(scope => published[scope] is not { } shown || expected[scope] is not { } recounted || TextOf(shown) != TextOf(recounted))
            .Select(scope => $"the release shows something else of {scope} than a recount"));
        violations.AddRange(SumViolations(published));
        violations.AddRange(CountViolations(wave, stored, published));
        return violations;
    }

    private static IEnumerable<string> CountViolations(TestWave wave, List<TableRow> stored, Dictionary<ScopeId, ShownScope?> shown)
    {
        foreach (var school in wave.Schools)
        {
            var answered = stored.Count(row => IsOf(row, school));
            if (Responses(shown, school) != (answered < Least ? 0 : answered))
                yield return $"the release shows {Responses(shown, school)} responses of {school.Id}, and {answered} are stored";
        }
        var missing = stored.Count - (shown[Network]?.Participation.Responses ?? 0);
        // To the nearest five below a hundred.
        int? told = missing < Least ? null : missing < 100 ? (missing + 2) / 5 * 5 : missing;
        if (missing < 0 || shown[Network]?.LateResponses != told)
            yield return $"{missing} responses are in no figures, and the release says {shown[Network]?.LateResponses}";
    }

    /// <summary>What a scope shows is what its parts show.</summary>
    private static IEnumerable<string> SumViolations(Dictionary<ScopeId, ShownScope?> shown)
    {
        foreach (var scope in Districts.Append(Network))
        {
            var parts = shown[scope]?.Children.Where(child => child.Scope.Id.Value != "coalition").Sum(child => child.Participation.Responses ?? 0);
            if (parts is null || (shown[scope]!.Participation.Responses ?? 0) != parts)
                yield return $"the release shows {shown[scope]?.Participation.Responses} responses of {scope}, and {parts} of its parts";
        }
    }

    private static int Responses(Dictionary<ScopeId, ShownScope?> shown, PinnedSchool school) =>
        shown[new ScopeId(school.Id.Value)]?.Participation.Responses ?? 0;

    private static bool IsOf(TableRow row, PinnedSchool school) => row.GetString(ResponseRow.School) == school.Id.Value;

    private static IEnumerable<ScopeId> ScopesOf(TestWave wave) =>
        [Network, .. Districts, new ScopeId("coalition"), .. wave.Schools.Select(school => new ScopeId(school.Id.Value))];

    private static async Task ForgetBlocksAsync(ITableStore tables, TestWave wave, CancellationToken cancellationToken)
    {
        foreach (var partition in wave.Wave.Partitions.Select(partition => partition.Key).Append(BlocksKeys.SharedPartition(wave.Tenant, wave.Id)))
        {
            await foreach (var row in tables.QueryAsync(StoreNames.Blocks, partition, "", "~", take: null, cancellationToken))
                await tables.CommitAsync(StoreNames.Blocks, [new RowChange(RowChangeType.Delete, row, row.ETag)], cancellationToken);
        }
    }

    private static async Task<Dictionary<ScopeId, ShownScope?>> RecountAsync(
        TestWave wave, IReadOnlyList<TableRow> stored, string folder, CancellationToken cancellationToken)
    {
        using var storage = SqliteStorage.Open(Path.Combine(folder, SqliteStorage.FileName), TimeProvider.System);
        using var engine = new Engine(storage.Tables, storage.Queues);
        await engine.SetUpAsync(cancellationToken);
        await TestWave.LoadAsync(engine, wave.Tenant, wave.Id, wave.Schools.Count, settings: LateSchools.Settings);
        if ((await engine.Open.OpenAsync(wave.Tenant, wave.Id, cancellationToken)).Problems is [var problem, ..])
            throw new InvalidOperationException(problem.Message);
        // There every school has the place that it opens with.
        var own = await TestWave.FindAsync(engine, wave.Tenant, wave.Id, wave.Schools.Count);
        var outcomes = await Task.WhenAll(stored.Select(row => engine.Accept.AcceptAsync(Read(own, row))));
        await engine.Accept.DrainAsync();
        if (outcomes.Any(outcome => outcome != IntakeOutcome.Accepted))
            throw new InvalidOperationException("The store of the recount did not take every row.");
        await engine.States.CloseAsync(own.Wave, cancellationToken);
        if (await SettleAsync(engine, cancellationToken) is not { Settled.Count: 1 })
            throw new InvalidOperationException("The wave of the recount did not settle.");
        return await PublishAsync(engine, wave, cancellationToken);
    }

    /// <summary>What folds and settles in an app whose clock says that the closing time is over.</summary>
    public static async Task<FoldedWaves> SettleAsync(Engine engine, CancellationToken cancellationToken)
    {
        var later = new ManualTimeProvider(TimeProvider.System.GetUtcNow() + ChangeWaveState.ClosingTime);
        using var other = new Engine(engine.Tables, engine.Queues, later);
        return await other.FoldAll.FoldAsync(cancellationToken);
    }

    private static Submission Read(TestWave wave, TableRow row)
    {
        var sheet = AnswerJson.Read(wave.Wave.Survey, row.GetString(ResponseRow.Answers)!);
        var school = wave.Schools.First(one => one.Id.Value == row.GetString(ResponseRow.School));
        return new Submission(wave.Wave, school, new ResponseId(Guid.NewGuid()), language: 0, Channel.Link, sheet);
    }

    private static async Task<Dictionary<ScopeId, ShownScope?>> PublishAsync(Engine engine, TestWave wave, CancellationToken cancellationToken)
    {
        engine.Waves.Forget(wave.Id);
        var current = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, cancellationToken);
        if (await engine.Release.RunAsync(current, cancellationToken) is not { } release)
            throw new InvalidOperationException("Another release was published meanwhile, and nobody else makes one.");
        var shown = new Dictionary<ScopeId, ShownScope?>();
        foreach (var scope in ScopesOf(wave))
            shown[scope] = await engine.Results.FindAsync(current, release.Id, scope, cancellationToken);
        return shown;
    }

    /// <summary>All of it but which release it is.</summary>
    private static string TextOf(ShownScope shown) =>
        Encoding.UTF8.GetString(ShownScopeJson.Write(shown with { ReleaseId = "", AsOf = DateTimeOffset.UnixEpoch }));
}
