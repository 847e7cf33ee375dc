using System.Text.Json;

using SurveyEngine.Intake;
using SurveyEngine.Keys;

using Surveys.Ids;

using SurveyStorage;

using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class TableCommandTests(WholeStorages storages) : IAsyncLifetime
{
    private WholeStorage _storage = null!;

    public async ValueTask InitializeAsync() => _storage = await storages.EmptyAsync(StorageForm.Azure);

    public ValueTask DisposeAsync()
    {
        _storage.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_list_tells_how_much_is_in_each_table_and_what_responses_are_there()
    {
        var before = await CountsAsync();
        using var engine = _storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine, schools: 60);
        await AnswerAsync(engine, wave, 0, 1, 59);
        await engine.Fold.FoldAsync(wave.Submission().Partition, CancellationToken.None);
        await AnswerAsync(engine, wave, 2);
        await WithdrawAsync(wave);

        var counts = await CountsAsync();

        // Two buckets; the first was folded once, for two schools.
        Assert.Equal(2, Added("partitions"));
        Assert.Equal(4, Added("responses"));
        Assert.Equal(1, Added("withdrawn"));
        Assert.Equal(2, Added("tallies"));
        Assert.Equal(2, Added("pendingBatches"));
        Assert.Equal(9, Added("rows"));

        long Added(string what) => counts.GetProperty(what).GetInt64() - before.GetProperty(what).GetInt64();
    }

    [Fact]
    public async Task A_table_shows_its_partitions_and_how_many_rows_each_has()
    {
        using var engine = _storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);

        // The tenant, its survey, three nodes above three schools, a collection and a wave.
        var partitions = (await ShowAsync("definitions", "--rows", "1000")).Json().GetProperty("partitions").EnumerateArray();
        Assert.Equal(11, partitions.Single(shown => shown.GetProperty("partition").GetString() == wave.Tenant.Value).GetProperty("rows").GetInt64());

        var some = await ShowAsync("Waves", "--rows", "1");
        Assert.Equal(1, some.Json().GetProperty("partitions").GetArrayLength());
        Assert.True(some.Json().GetProperty("hasMore").GetBoolean());
    }

    [Fact]
    public async Task Rows_are_shown_with_their_values_long_ones_cut_and_bytes_as_their_number()
    {
        using var engine = _storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var row = new TableRow(wave.Tenant.Value, "zzz") { ["Long"] = new string('x', 5000), ["Lines"] = "one\ntwo\u001b[2J", ["Bytes"] = new byte[1234] };
        await CommitAsync(StoreNames.Definitions, row);

        var rows = (await ShowAsync("Definitions", "--partition", wave.Tenant.Value)).Json().GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(12, rows.Count);
        Assert.Equal("Test tenant", Values(rows, "tenant").GetProperty("Name").GetString());
        Assert.EndsWith("x…", Values(rows, "zzz").GetProperty("Long").GetString(), StringComparison.Ordinal);
        Assert.Equal("one two [2J", Values(rows, "zzz").GetProperty("Lines").GetString());
        Assert.Equal("(1,234 bytes)", Values(rows, "zzz").GetProperty("Bytes").GetString());
        var text = await CommandRun.OfAsync(
            ["table", "show", "Definitions", "--partition", wave.Tenant.Value, "--rows", "2", .. _storage.Options]);
        Assert.Contains("collection!coalition", text.Output, StringComparison.Ordinal);
        Assert.Contains("2 rows; --rows shows more", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_response_neither_the_id_nor_the_answers_reach_the_screen()
    {
        using var engine = _storage.NewEngine();
        var wave = await TestWave.OpenAsync(engine);
        var submission = wave.Submission(answers: """{"overall":"very-unfavorable","more":"Call me back."}""");
        var replacement = wave.Submission(answers: """{"overall":"unfavorable"}""", replaces: new ResponseId(Guid.NewGuid()));
        foreach (var one in new[] { submission, replacement })
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(one));

        foreach (var json in new[] { true, false })
        {
            var run = await CommandRun.OfAsync(
                ["table", "show", "Responses", "--partition", submission.Partition.Key, .. _storage.Options, .. json ? new[] { "--json" } : []]);
            Assert.Contains("resp!…", run.Output, StringComparison.Ordinal);
            Assert.Contains("school-000", run.Output, StringComparison.Ordinal);
            foreach (var hidden in new[] { submission.Id.ToKey(), $"{replacement.Id}", "unfavorable", "Call me", submission.ContentHash })
                Assert.DoesNotContain(hidden, run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_that_there_is_not_is_told_with_those_there_are()
    {
        var run = await ShowAsync("Answers");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Responses", run.Errors, StringComparison.Ordinal);
    }

    private static JsonElement Values(List<JsonElement> rows, string key) =>
        rows.Single(row => row.GetProperty("row").GetString() == key).GetProperty("values");

    private static async Task AnswerAsync(Engine engine, TestWave wave, params int[] schools)
    {
        foreach (var school in schools)
            Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(school)));
        await engine.Messages.DrainAsync();
    }

    private Task<CommitResult> WithdrawAsync(TestWave wave)
    {
        var submission = wave.Submission();
        return CommitAsync(
            StoreNames.Responses,
            new TableRow(submission.Partition.Key, ResponsesKeys.Response(submission.Id)) { [ResponseRow.Withdrawn] = true });
    }

    private Task<CommitResult> CommitAsync(string table, TableRow row) =>
        _storage.Tables.CommitAsync(table, [new RowChange(RowChangeType.Add, row)], CancellationToken.None);

    private async Task<JsonElement> CountsAsync() =>
        (await _storage.RunAsync("table", "list")).Json().GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("table").GetString() == StoreNames.Responses);

    private Task<CommandRun> ShowAsync(params string[] args) => _storage.RunAsync(["table", "show", .. args]);
}
