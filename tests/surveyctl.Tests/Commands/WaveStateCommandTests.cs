using SurveyEngine.Waves;

using Surveys.Ids;

using TestSupport;
using TestSupport.Waves;

namespace Surveyctl.Tests.Commands;

/// <summary>On the clock of the machine: the times are far away.</summary>
[Collection(WholeStorages.Name)]
public sealed class WaveStateCommandTests(WholeStorages storages)
{
    private static readonly TenantId Tenant = new("valley");

    [Fact]
    public async Task A_wave_opens_without_naming_its_tenant_and_the_times_it_has_are_told()
    {
        using var storage = await LoadAsync(""","opensAt":"2098-11-02 08:00","closesAt":"2099-01-01 20:00" """);

        var run = await RunAsync(storage, "wave", "open", "fall");
        var again = await RunAsync(storage, "wave", "open", "fall", "--tenant", "valley");

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.Contains("from 2098-11-02 08:00 (America/Los_Angeles) on, until 2099-01-01 20:00 (America/Los_Angeles)", run.Output, StringComparison.Ordinal);
        Assert.Contains("surveyctl wave links fall", run.Output, StringComparison.Ordinal);
        Assert.Contains("had been opened before", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wave_opens_and_names_schools_of_too_few_people_to_ever_be_shown_alone()
    {
        using var storage = await LoadAsync(""","minimumCell":40""");
        using var engine = storage.NewEngine();
        var loaded = await engine.Definitions.ReadOrganisationsAsync(Tenant, CancellationToken.None);
        var students = new Dictionary<string, string> { ["School 0"] = "39", ["School 1"] = "40", ["School 2"] = "0" };
        await engine.Definitions.SaveOrganisationsAsync(
            Tenant,
            [.. loaded.Organisations.Select(row => row with { Enrolment = students.GetValueOrDefault(row.Name, ""), Staff = "3" })],
            loaded.Collections,
            CancellationToken.None);
        string[] notices =
        [
            "1 school has 0 students: School 2 (school-002). That is taken for a mistake: leave the field empty if it is not known.",
            "1 school has fewer than 40 students: School 0 (school-000). A wave that counts students never shows figures of such a school alone, "
                + "however many answer.",
        ];

        var run = await RunAsync(storage, "wave", "open", "fall");
        var again = await RunAsync(storage, "wave", "open", "fall", "--json");

        Assert.Equal((0, 0), (run.ExitCode, again.ExitCode));
        Assert.Equal(notices.Select(notice => $"Notice: {notice}"), run.Output.Split('\n').Where(line => line.StartsWith("Notice: ", StringComparison.Ordinal)));
        Assert.Equal(notices, again.Json().GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()));
    }

    [Fact]
    public async Task A_wave_that_is_closing_is_not_said_to_be_open_and_can_be_opened_again()
    {
        using var storage = await LoadAsync();
        await RunAsync(storage, "wave", "open", "fall");
        var closed = await RunAsync(storage, "wave", "close", "fall");
        Assert.Contains("settles it in 18 to 23 minutes", closed.Output, StringComparison.Ordinal);

        var opened = await RunAsync(storage, "wave", "open", "fall");
        Assert.Equal((1, ""), (opened.ExitCode, opened.Output));
        Assert.Contains("'surveyctl wave reopen fall' opens it again", opened.Errors, StringComparison.Ordinal);
        var scheduled = await RunAsync(storage, "wave", "schedule", "fall", "--closes-at", "2099-01-01 20:00");
        Assert.Equal(1, scheduled.ExitCode);
        Assert.Contains("wave reopen", scheduled.Errors, StringComparison.Ordinal);

        Assert.Equal(1, (await RunAsync(storage, "wave", "reopen", "fall", "--closes-at", "2026-01-01 08:00")).ExitCode);
        var reopened = await RunAsync(storage, "wave", "reopen", "fall", "--closes-at", "2099-01-01 20:00");
        Assert.Equal(0, reopened.ExitCode);
        Assert.Contains("until 2099-01-01 20:00", reopened.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(storage, "wave", "reopen", "fall")).ExitCode);
    }

    [Fact]
    public async Task A_wave_that_has_settled_is_said_to_be_over_for_good()
    {
        using var storage = await LoadAsync();
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        using var engine = storage.NewEngine(time: time);
        await engine.Open.OpenAsync(Tenant, new WaveId("fall"), CancellationToken.None);
        await engine.States.CloseAsync(await engine.Waves.RequireAsync(Tenant, new WaveId("fall"), CancellationToken.None), CancellationToken.None);
        time.Advance(ChangeWaveState.ClosingTime);
        await engine.FoldAll.FoldAsync(CancellationToken.None);

        foreach (var command in new[] { "open", "reopen" })
        {
            var run = await RunAsync(storage, "wave", command, "fall");
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("has settled, for good", run.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--opens-at", "2099-03-08 02:30", "2099-03-08 01:30", "2099-03-08 03:30")]
    [InlineData("--closes-at", "2098-11-02 01:30", "2098-11-02 01:30-07:00", "2098-11-02 01:30-08:00")]
    [InlineData("--closes-at", "soon", "2026-10-01 08:00", "never")]
    [InlineData("--opens-at", "tomorrow", "America/Los_Angeles", "now")]
    public async Task A_time_that_is_none_or_two_is_refused_with_what_can_be_written(string option, string text, string first, string second)
    {
        using var storage = await LoadAsync(""","opensAt":"2098-10-02 08:00" """);
        await RunAsync(storage, "wave", "open", "fall");

        var run = await RunAsync(storage, "wave", "schedule", "fall", option, text);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(first, run.Errors, StringComparison.Ordinal);
        Assert.Contains(second, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_times_of_a_draft_are_in_its_file_and_nobody_is_led_to_open_it_for_them()
    {
        using var storage = await LoadAsync();

        var run = await RunAsync(storage, "wave", "schedule", "fall", "--opens-at", "2098-10-02 08:00");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("write opensAt and closesAt into its file", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wave_is_not_opened_again_to_close_before_its_opening_time()
    {
        using var storage = await LoadAsync(""","opensAt":"2098-10-02 08:00" """);
        await RunAsync(storage, "wave", "open", "fall");
        await RunAsync(storage, "wave", "close", "fall");

        Assert.Equal(1, (await RunAsync(storage, "wave", "reopen", "fall", "--closes-at", "2098-10-01 08:00")).ExitCode);
        Assert.Equal(0, (await RunAsync(storage, "wave", "reopen", "fall", "--closes-at", "2098-10-03 08:00")).ExitCode);
    }

    [Fact]
    public async Task Times_are_changed_until_they_are_over()
    {
        using var storage = await LoadAsync(""","opensAt":"2098-10-02 08:00" """);
        await RunAsync(storage, "wave", "open", "fall");

        Assert.Equal(0, (await RunAsync(storage, "wave", "schedule", "fall", "--opens-at", "now", "--closes-at", "2098-10-02 08:00")).ExitCode);
        var late = await RunAsync(storage, "wave", "schedule", "fall", "--opens-at", "2098-10-01 08:00");
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("takes answers already", late.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(storage, "wave", "schedule", "fall")).ExitCode);
        Assert.Equal(0, (await RunAsync(storage, "wave", "schedule", "fall", "--closes-at", "never")).ExitCode);
    }

    [Fact]
    public async Task What_is_loaded_anew_is_mended_in_the_open_wave_and_told()
    {
        using var storage = await LoadAsync();
        using var engine = storage.NewEngine();
        await RunAsync(storage, "wave", "open", "fall");
        var loaded = await engine.Definitions.ReadOrganisationsAsync(Tenant, CancellationToken.None);
        await engine.Definitions.SaveOrganisationsAsync(
            Tenant,
            [
                .. loaded.Organisations.Select(row => row.Name == "School 0" ? row with { Name = "Alder", Kind = "school", Enrolment = "" } : row),
                loaded.Organisations[^1] with { Path = "network/district-a/cedar", Name = "Cedar" },
            ],
            loaded.Collections,
            CancellationToken.None);

        var dry = await RunAsync(storage, "wave", "mend", "fall", "--dry-run");
        Assert.Contains("Loaded since and not asked: cedar. With --add they are.", dry.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing was written.", dry.Output, StringComparison.Ordinal);
        var run = await RunAsync(storage, "wave", "mend", "fall", "--add", "cedar");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Added: cedar", run.Output, StringComparison.Ordinal);
        Assert.Matches("name +school-000 +School 0 +Alder", run.Output);
        Assert.Matches("population +school-000 +100 +–", run.Output);
        Assert.Equal(1, (await RunAsync(storage, "wave", "mend", "fall", "--add", "nowhere")).ExitCode);
        Assert.Contains("Asked already: cedar", (await RunAsync(storage, "wave", "mend", "fall", "--add", "cedar")).Output, StringComparison.Ordinal);
        Assert.Contains("has the names, titles and populations that are loaded", (await RunAsync(storage, "wave", "mend", "fall")).Output, StringComparison.Ordinal);
    }

    private static Task<CommandRun> RunAsync(WholeStorage storage, params string[] args) => CommandRun.OfAsync([.. args, .. storage.Options]);

    private async Task<WholeStorage> LoadAsync(string? settings = null)
    {
        var storage = await storages.EmptyAsync(StorageForm.Embedded);
        using var engine = storage.NewEngine();
        await TestWave.LoadAsync(engine, Tenant, new WaveId("fall"), schools: 3, settings: settings);
        return storage;
    }
}
