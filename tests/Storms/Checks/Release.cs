using System.Text;

using SurveyEngine.Intake;

using Surveys.Answers;
using Surveys.Ids;
using Surveys.Releases;

using SurveyStorage;
using SurveyStorage.Sqlite;

using TestSupport.Waves;

namespace Storms.Checks;

/// <summary>
/// The release after a storm, held against a recount: the stored rows, and nothing else of the storm, go into a store where nothing
/// fails, and every page must show the same there. How many answered is counted once more without the product's code.
/// </summary>
internal static class Release
{
    /// <param name="rows">Responses and tombstones of the whole wave.</param>
    /// <param name="folder">Where the other store goes.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(
        Engine engine, TestWave wave, IReadOnlyList<TableRow> rows, string folder, CancellationToken cancellationToken)
    {
        var stored = rows.Where(row => !ResponseRow.IsWithdrawn(row)).ToList();
        var expected = await RecountAsync(wave, stored, folder, cancellationToken);
        var published = await PublishAsync(engine, wave, cancellationToken);
        var violations = new List<string>();
        foreach (var scope in ScopesOf(wave))
        {
            var (shown, recounted) = (published[scope], expected[scope]);
            if (shown is null || recounted is null || TextOf(shown) != TextOf(recounted))
                violations.Add($"the release shows something else of {scope} than a recount");
            var answered = stored.Count(row => IsIn(wave, scope, row.GetString(ResponseRow.School)!));
            if (shown?.Participation.Responses is { } responses && responses != answered)
                violations.Add($"the release shows {responses} responses of {scope}, and {answered} are stored");
            if (scope == wave.Wave.Root && shown?.Participation.Responses is null)
                violations.Add("the release shows no responses of the whole");
        }
        return violations;
    }

    private static IEnumerable<ScopeId> ScopesOf(TestWave wave) =>
        new[] { "network", "district-a", "district-b", "coalition" }.Concat(wave.Schools.Select(school => school.Id.Value))
            .Select(id => new ScopeId(id));

    private static bool IsIn(TestWave wave, ScopeId scope, string school)
    {
        var number = wave.Schools.Select((one, i) => (one, i)).First(pair => pair.one.Id.Value == school).i;
        var firstHalf = number < (wave.Schools.Count + 1) / 2;
        return scope.Value switch
        {
            "network" => true,
            "district-a" => firstHalf,
            "district-b" => !firstHalf,
            "coalition" => number % 2 == 0,
            var id => id == school,
        };
    }

    private static async Task<Dictionary<ScopeId, ShownScope?>> RecountAsync(
        TestWave wave, IReadOnlyList<TableRow> stored, string folder, CancellationToken cancellationToken)
    {
        using var storage = SqliteStorage.Open(Path.Combine(folder, SqliteStorage.FileName), TimeProvider.System);
        using var engine = new Engine(storage.Tables, storage.Queues);
        await engine.SetUpAsync(cancellationToken);
        await TestWave.LoadAsync(engine, wave.Tenant, wave.Id, wave.Schools.Count);
        if ((await engine.Open.OpenAsync(wave.Tenant, wave.Id, cancellationToken)).Problems is [var problem, ..])
            throw new InvalidOperationException(problem.Message);
        // There every school has the place that it opens with.
        var own = await TestWave.FindAsync(engine, wave.Tenant, wave.Id, wave.Schools.Count);
        var outcomes = await Task.WhenAll(stored.Select(row => engine.Accept.AcceptAsync(Read(own, row))));
        await engine.Accept.DrainAsync();
        if (outcomes.Any(outcome => outcome != IntakeOutcome.Accepted))
            throw new InvalidOperationException("The store of the recount did not take every row.");
        return await PublishAsync(engine, wave, cancellationToken);
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
