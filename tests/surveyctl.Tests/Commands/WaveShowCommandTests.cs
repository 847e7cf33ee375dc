using System.Text.Json;

using SurveyEngine.Intake;
using SurveyEngine.Keys;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class WaveShowCommandTests(WholeStorages storages)
{
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData(StorageForm.Azure)]
    [InlineData(StorageForm.Embedded)]
    public async Task Schools_with_the_lowest_response_rate_come_first_with_what_is_pending_and_without_what_was_withdrawn(StorageForm form)
    {
        using var storage = await storages.EmptyAsync(form);
        using var engine = storage.NewEngine(time: _time);
        var wave = await TestWave.OpenAsync(engine, schools: 3);
        var submissions = Enumerable.Range(0, 3).Select(_ => wave.Submission(school: 0)).ToList();
        foreach (var submission in submissions)
            await engine.Accept.AcceptAsync(submission);
        await engine.Fold.FoldAsync(submissions[0].Partition, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(150));
        Assert.Equal(IntakeOutcome.Accepted, await engine.Accept.AcceptAsync(wave.Submission(school: 2)));
        await engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, wave.Schools[0].Bucket, submissions[0].Id));
        await engine.DrainAsync();

        for (var look = 0; look < 2; look++)
        {
            var run = await storage.RunAsync("wave", "show", wave.Id.Value);

            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal(
                [
                    ("school-001", 0, 100, 0, null),
                    ("school-002", 1, 100, 0.01, "2026-03-02T14:00:00+00:00"),
                    ("school-000", 2, 100, 0.02, "2026-03-02T12:00:00+00:00"),
                ],
                run.Json().GetProperty("bySchool").EnumerateArray().Select(FieldsOf));
            // What was pending is in the tallies at the second look.
            await engine.Fold.FoldAsync(submissions[0].Partition, CancellationToken.None);
        }
    }

    [Fact]
    public async Task When_the_last_response_came_is_not_known_of_rows_of_an_earlier_version_until_the_next()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine(time: _time);
        var wave = await TestWave.OpenAsync(engine, schools: 1);
        var partition = wave.Wave.PartitionOf(wave.Schools[0]);
        await engine.Accept.AcceptAsync(wave.Submission());
        await AsAnEarlierVersionWroteAsync(ResponsesKeys.Batches, ResponseRow.Received);
        Assert.Equal((1, null), await ShownAsync());
        await engine.Fold.FoldAsync(partition, CancellationToken.None);
        Assert.Equal((1, null), await ShownAsync());

        await engine.Accept.AcceptAsync(wave.Submission());
        await engine.Fold.FoldAsync(partition, CancellationToken.None);

        Assert.Equal((2, "2026-03-02T12:00:00+00:00"), await ShownAsync());

        async Task AsAnEarlierVersionWroteAsync(RowRange range, string column)
        {
            await foreach (var row in storage.Tables.QueryAsync(StoreNames.Responses, partition.Key, range, CancellationToken.None))
            {
                Assert.NotNull(row[column]);
                row[column] = null;
                await storage.AddAsync(StoreNames.Responses, row);
            }
        }

        async Task<(int, string?)> ShownAsync()
        {
            var (_, responses, _, _, last) = FieldsOf((await storage.RunAsync("wave", "show", wave.Id.Value)).Json().GetProperty("bySchool")[0]);
            return (responses, last);
        }
    }

    [Fact]
    public async Task A_draft_is_listed_and_shown_with_whom_it_would_ask_or_what_is_missing_to_open_it()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var seeds = new SmallSeeds();
        Assert.Equal(0, (await storage.RunAsync("seed", seeds.Root, "--no-open")).ExitCode);

        var listed = (await storage.RunAsync("wave", "list")).Json().GetProperty("waves").EnumerateArray().ToList();
        Assert.Equal(3, listed.Count);
        Assert.All(listed, wave => Assert.Equal(("draft", false), (wave.GetProperty("state").GetString(), wave.GetProperty("isRehearsal").GetBoolean())));
        Assert.Equal([("family", 3), ("member", 1), ("staff", 3)], listed.Select(
            wave => (wave.GetProperty("audience").GetString(), wave.GetProperty("schools").GetInt32())));
        var shown = (await storage.RunAsync("wave", "show", seeds.Families)).Json();
        Assert.Equal(("draft", 3), (shown.GetProperty("state").GetString(), shown.GetProperty("schools").GetInt32()));
        Assert.Equal([("alder", 150), ("birch", 150), ("cedar", 100)], shown.GetProperty("bySchool").EnumerateArray().Select(FieldsOf)
            .Select(school => (school.School, school.Population)));

        using var engine = storage.NewEngine();
        await engine.Definitions.SaveOrganisationsAsync(new Surveys.Ids.TenantId(seeds.Tenant), [], [], CancellationToken.None);
        var missing = await storage.RunAsync("wave", "show", seeds.Families);
        Assert.Contains("has no organisations", missing.Json().GetProperty("missing")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_needs_a_wave_that_has_opened_says_how_to_open_it()
    {
        using var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var seeds = new SmallSeeds();
        await storage.RunAsync("seed", seeds.Root, "--no-open");

        var run = await storage.RunAsync("wave", "close", seeds.Families);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"surveyctl wave open {seeds.Families}", run.Errors, StringComparison.Ordinal);
    }

    private static (string? School, int Responses, int Population, double Rate, string? LastReceived) FieldsOf(JsonElement school) => (
        school.GetProperty("school").GetString(),
        school.GetProperty("responses").GetInt32(),
        school.GetProperty("population").GetInt32(),
        school.GetProperty("rate").GetDouble(),
        school.GetProperty("lastReceived").GetString());
}
