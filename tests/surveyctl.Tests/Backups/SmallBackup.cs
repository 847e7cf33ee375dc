using SurveyEngine.Intake;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Backups;

/// <summary>
/// A backup that tests restore and none changes: two waves, one of two buckets, with tallies, pending batches, a tombstone and a release.
/// </summary>
public sealed class SmallBackup : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.File("backup");

    /// <summary>Of the storage that it was taken of.</summary>
    public IReadOnlyList<string> Rows { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        using var storage = WholeStorage.InFile(new TemporaryFolder());
        using var engine = storage.NewEngine();
        await engine.SetUpAsync();
        var (wide, small) = (await TestWave.OpenAsync(engine, schools: 60), await TestWave.OpenAsync(engine));
        var submissions = new[] { wide.Submission(0), wide.Submission(59), small.Submission(1) };
        await Task.WhenAll(submissions.Select(engine.Accept.AcceptAsync));
        await engine.Release.RunAsync(small.Wave, CancellationToken.None);
        await engine.Accept.WithdrawAsync(new Withdrawal(wide.Wave, 0, submissions[0].Id));
        await storage.Tables.TakeAsync(Folder);
        Rows = await storage.RowsAsync();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
