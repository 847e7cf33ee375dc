using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class BackupCommandTests(WholeStorages storages) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Backup => _folder.File("backup");

    [Theory]
    [InlineData(StorageForm.Azure, StorageForm.Embedded)]
    [InlineData(StorageForm.Embedded, StorageForm.Azure)]
    public async Task A_storage_goes_over_into_another_form_row_for_row_and_works_on_there(StorageForm from, StorageForm to)
    {
        TestWave wave;
        Submission stored, withdrawn, replaced;
        IReadOnlyList<string> rows;
        using (var storage = await storages.EmptyAsync(from))
        {
            using var engine = storage.NewEngine();
            // Of made-up answers another release may be made at once.
            wave = await TestWave.OpenAsync(engine, schools: 60, settings: ",\"demo\":true");
            stored = wave.Submission(answers: """{"overall":"favorable","more":"كلمة \"one\"\u2028two"}""");
            withdrawn = wave.Submission();
            replaced = wave.Submission();
            foreach (var submission in new[] { stored, withdrawn, replaced, wave.Submission(59) })
                Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(submission));
            await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
            // Of what is pending a part is folded by now, and a part is not.
            foreach (var id in new[] { withdrawn.Id, new ResponseId(Guid.NewGuid()) })
                Assert.Equal(IntakeOutcome.Withdrawn, await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, 0, id)));
            foreach (var submission in new[] { wave.Submission(1), wave.Submission(replaces: replaced.Id) })
                Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(submission));
            await storage.AddAsync(StoreNames.Definitions, AllTypes(wave.Tenant));
            rows = await storage.RowsAsync();

            var backup = await storage.RunAsync("backup", Backup);
            Assert.Equal((0, ""), (backup.ExitCode, backup.Errors));
            Assert.Equal(rows.Count, backup.Json().GetProperty("tables").EnumerateArray().Sum(table => table.GetProperty("rows").GetInt64()));
        }

        using var restored = await storages.EmptyAsync(to);
        var restore = await restored.RunAsync("restore", Backup);

        Assert.Equal((0, ""), (restore.ExitCode, restore.Errors));
        Assert.Equal((4, 3, 4), (restore.Number("responses"), restore.Number("withdrawn"), restore.Number("pending")));
        Assert.Equal(rows, await restored.RowsAsync());
        using var other = restored.NewEngine();
        Assert.Equal(IntakeOutcome.Replayed, await other.Accept.AcceptAsync(stored));
        Assert.Equal(IntakeOutcome.Withdrawn, await other.Accept.AcceptAsync(withdrawn));
        Assert.Equal(IntakeOutcome.Replaced, await other.Accept.AcceptAsync(replaced));
        Assert.Equal(IntakeOutcome.Withdrawn, await other.Accept.WithdrawAsync(new Withdrawal(wave.Wave, 0, replaced.Id)));
        Assert.Equal(IntakeOutcome.Accepted, await other.Accept.AcceptAsync(wave.Submission(2)));
        var shown = await other.Results.FindReleaseAsync(wave.Wave, CancellationToken.None);
        Assert.NotNull(await other.Results.FindAsync(wave.Wave, shown!, wave.Wave.Root, CancellationToken.None));
        var rollup = await restored.RunAsync("rollup");
        Assert.Equal(0, rollup.ExitCode);
        Assert.NotEqual(shown, rollup.Json().GetProperty("releases")[0].GetProperty("release").GetString());
        var verify = await restored.RunAsync("verify");
        Assert.Equal((0, 4, 0), (verify.ExitCode, verify.Number("responses"), verify.Number("pending")));
    }

    [Fact]
    public async Task Tallies_that_do_not_add_up_in_the_backup_are_told_after_the_restore_by_exit_code_2()
    {
        using (var storage = await storages.EmptyAsync(StorageForm.Embedded))
        {
            using var engine = storage.NewEngine();
            var wave = await TestWave.OpenAsync(engine);
            var submission = wave.Submission();
            await engine.Accept.AcceptAsync(submission);
            await storage.AddAsync(
                StoreNames.Responses,
                new TableRow(submission.Partition.Key, ResponsesKeys.Response(submission.Id)) { [ResponseRow.Withdrawn] = true });
            Assert.Equal(0, (await storage.RunAsync("backup", Backup)).ExitCode);
        }

        var run = await CommandRun.OfAsync("restore", Backup, "--file", _folder.File("new.db"), "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.False(run.Json().GetProperty("verified").GetBoolean());
        Assert.NotEqual(0, run.Json().GetProperty("discrepancies").GetArrayLength());
    }

    [Fact]
    public async Task An_empty_storage_gives_a_backup_that_can_be_restored()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        Assert.Equal(0, (await storage.RunAsync("backup", Backup)).ExitCode);
        var run = await CommandRun.OfAsync("restore", Backup, "--file", _folder.File("new.db"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("0 responses in 0 partitions add up", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_screen_shows_of_both_holds_no_answer()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(answers: """{"overall":"very-unfavorable","more":"Call me back."}""");
        await engine.Accept.AcceptAsync(submission);

        var backup = await CommandRun.OfAsync(["backup", Backup, .. storage.Options]);
        var restore = await CommandRun.OfAsync("restore", Backup, "--file", _folder.File("new.db"));

        Assert.Contains("It holds every answer", backup.Output, StringComparison.Ordinal);
        Assert.Contains("answers withdrawn since are back", restore.Output, StringComparison.Ordinal);
        foreach (var hidden in new[] { submission.Id.ToKey(), "unfavorable", "Call me", submission.ContentHash })
            Assert.DoesNotContain(hidden, backup.Output + restore.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static TableRow AllTypes(TenantId tenant) => new(tenant.Value, "zzz")
    {
        ["Text"] = "line\r\nline\u2028\t\"quoted\" \\ 😀 كلمة",
        ["Empty"] = "",
        ["Bytes"] = new byte[] { 0, 1, 254, 255 },
        ["NoBytes"] = Array.Empty<byte>(),
        ["Yes"] = true,
        ["No"] = false,
        ["Int32"] = int.MinValue,
        ["Int64"] = long.MaxValue,
        ["Small64"] = 3L,
        ["Double"] = 0.1 + 0.2,
        ["Whole"] = 3.0,
        ["Least"] = double.Epsilon,
        ["NaN"] = double.NaN,
        ["Infinite"] = double.NegativeInfinity,
        ["Date"] = new DateTimeOffset(2026, 11, 2, 7, 8, 9, TimeSpan.Zero).AddTicks(1_234_567),
        ["Id"] = new Guid("0b7a3f0e-5d0c-4c5b-9a64-1f2f6f0f7c11"),
        ["LooksLikeDate"] = "2026-11-02T07:00:00Z",
    };
}
