using SurveyEngine.Auditing;
using SurveyEngine.Intake;
using SurveyEngine.People;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Backups;

/// <summary>
/// A backup that tests restore and none changes: two waves, one of two buckets, with tallies, pending batches, a tombstone, a release,
/// somebody who was invited and a program.
/// </summary>
public sealed class SmallBackup : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.File("backup");

    /// <summary>Of the storage that it was taken of.</summary>
    public IReadOnlyList<string> Rows { get; private set; } = [];

    public Person Invited { get; private set; } = null!;

    public string Link { get; private set; } = "";

    public Person Program { get; private set; } = null!;

    public string Key { get; private set; } = "";

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
        (Invited, Link) = await AddAsync(isProgram: false);
        (Program, Key) = await AddAsync(isProgram: true);
        await storage.Tables.TakeAsync(Folder);
        Rows = await storage.RowsAsync();

        Task<(Person, string)> AddAsync(bool isProgram) => engine.People.AddAsync(
            small.Tenant, "Diaz", new Grant(Role.Admin, null), isProgram, TimeSpan.FromDays(1), Actor.OfCommand("surveyctl people invite"), CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
