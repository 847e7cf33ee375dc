using SurveyEngine.Intake;
using SurveyEngine.Waves;

using Surveys.Answers;
using Surveys.Ids;

using TestSupport;

namespace Surveyctl.Tests.Commands;

[Collection(WholeStorages.Name)]
public sealed class FlagCommandsTests(WholeStorages storages) : IDisposable
{
    /// <summary>What came then is over by the clock of the commands.</summary>
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 18, 0, 0, TimeSpan.Zero));

    private readonly SmallSeeds _seeds = new();

    [Theory]
    [InlineData(StorageForm.Azure)]
    [InlineData(StorageForm.Embedded)]
    public async Task What_is_flagged_is_listed_without_answers_and_taken_in_or_excluded(StorageForm form)
    {
        using var storage = await OpenAsync(form);
        await SubmitAsync(storage, "alder", 101, _ => """{"overall":"favorable"}""");
        await SubmitAsync(storage, "birch", 25, i => i < 20 ? Copied : """{"overall":"unfavorable"}""");
        _clock.Advance(TimeSpan.FromHours(5));
        for (var hour = 0; hour < 2; hour++)
        {
            await SubmitAsync(storage, "cedar", 57, i => $$"""{"overall":"{{(i % 3 == 0 ? "favorable" : i % 3 == 1 ? "neither" : "unfavorable")}}"}""");
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal([("alder", 1, 101, 101, 0, "undecided", true), ("birch", 1, 11, 0, 11, "undecided", true)], await LotsAsync(storage));
        var table = await storage.RunAsTextAsync("flags", "list", _seeds.Families);
        Assert.Contains("Alder School (alder)  1    101      2026-03-02 12:00  101 within 1 hour of more than 100  undecided, left out", table, StringComparison.Ordinal);
        Assert.Contains("Birch School (birch)  1    11       2026-03-02 12:00  11 identical to others", table, StringComparison.Ordinal);
        Assert.Contains("Cedar \"Old\" School, upper (cedar) has 114 answers of 100 people", table, StringComparison.Ordinal);
        Assert.DoesNotContain("favorable", table, StringComparison.Ordinal);

        Assert.Equal(0, (await storage.RunAsync("rollup", _seeds.Families)).ExitCode);
        Assert.Equal([("alder", 101), ("birch", 11), ("cedar", 0)], await LeftOutAsync(storage));
        Assert.Equal((101, "taken in"), await DecideAsync(storage, "take", "alder"));
        Assert.Equal((11, "excluded"), await DecideAsync(storage, "exclude", "birch"));
        Assert.Equal((11, "taken in"), await DecideAsync(storage, "take", "birch", "--lot", "1"));
        Assert.Equal((101, "excluded"), await DecideAsync(storage, "exclude", "alder", "--lot", "1"));
        Assert.Equal([("alder", 1, 101, 101, 0, "excluded", true), ("birch", 1, 11, 0, 11, "taken in", false)], await LotsAsync(storage));
    }

    [Fact]
    public async Task What_cannot_be_decided_is_refused_with_why()
    {
        using var storage = await OpenAsync(StorageForm.Embedded);
        await SubmitAsync(storage, "birch", 18, _ => Copied);

        await RefusedAsync("'no-wave'", "no-wave", "birch");
        await RefusedAsync("does not ask about a school 'dogwood'", _seeds.Families, "dogwood");
        await RefusedAsync("Nothing undecided is flagged of Alder School", _seeds.Families, "alder");
        await RefusedAsync("Birch School has no lot 2", _seeds.Families, "birch", "--lot", "2");
        await RefusedAsync("Birch School has no lot 0", _seeds.Families, "birch", "--lot", "0");
        await RefusedAsync("has 9 answers: fewer than 10 cannot be taken in", _seeds.Families, "birch");
        using (var engine = storage.NewEngine(time: _clock))
        {
            await engine.States.CloseAsync((await engine.Waves.FindAsync(new WaveId(_seeds.Families), CancellationToken.None))!, CancellationToken.None);
            _clock.Advance(ChangeWaveState.ClosingTime);
            await engine.FoldAll.FoldAsync(CancellationToken.None);
        }
        await RefusedAsync("has settled: its figures are final", _seeds.Families, "birch");

        async Task RefusedAsync(string why, params string[] arguments)
        {
            var run = await storage.RunAsync(["flags", "take", .. arguments]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains(why, run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_closes_a_wave_is_told_of_what_is_left_out()
    {
        using var storage = await OpenAsync(StorageForm.Embedded);
        await SubmitAsync(storage, "birch", 20, _ => Copied);
        Assert.Contains("11 answers that may not be of people", await storage.RunAsTextAsync("rollup", _seeds.Families), StringComparison.Ordinal);

        Assert.Contains($"surveyctl flags list {_seeds.Families}", await storage.RunAsTextAsync("wave", "close", _seeds.Families), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_has_what_was_decided()
    {
        using var storage = await OpenAsync(StorageForm.Embedded);
        await SubmitAsync(storage, "birch", 20, _ => Copied);
        await DecideAsync(storage, "take", "birch");
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await storage.RunAsync("backup", folder.File("backup"))).ExitCode);

        using var restored = await storages.EmptyAsync(StorageForm.Azure);
        Assert.Equal(0, (await restored.RunAsync("restore", folder.File("backup"))).ExitCode);

        Assert.Equal([("birch", 1, 11, 0, 11, "taken in", false)], await LotsAsync(restored));
    }

    public void Dispose() => _seeds.Dispose();

    /// <summary>Twelve answers, not the same all the way.</summary>
    private const string Copied = """
        {"overall":"favorable","informed":"often","own-language":"sometimes","listens":"agree","hard-to-reach":"neither","welcome":"disagree",
         "child-belongs":"agree","teaching":"okay","extra-help":"well","expectations":"strongly-agree","prepared":"agree","recommend":7}
        """;

    /// <summary>The wave of families is open, and has no answers.</summary>
    private async Task<WholeStorage> OpenAsync(StorageForm form)
    {
        var storage = await storages.EmptyAsync(form);
        Assert.Equal(0, (await storage.RunAsync("seed", _seeds.Root, "--no-answers")).ExitCode);
        return storage;
    }

    private async Task SubmitAsync(WholeStorage storage, string school, int count, Func<int, string> answers)
    {
        using var engine = storage.NewEngine(time: _clock);
        var wave = (await engine.Waves.FindAsync(new WaveId(_seeds.Families), CancellationToken.None))!;
        var pinned = (await engine.Waves.FindSchoolAsync(wave, new SchoolId(school), CancellationToken.None))!;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(i => engine.Accept.AcceptAsync(
            new Submission(wave, pinned, new ResponseId(Guid.NewGuid()), language: 0, Channel.Link, AnswerJson.Read(wave.Survey, answers(i))))));
        Assert.All(outcomes, outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        await engine.DrainAsync();
    }

    private async Task<IEnumerable<(string?, int, int, int, int, string?, bool)>> LotsAsync(WholeStorage storage) =>
        (await storage.RunAsync("flags", "list", _seeds.Families)).Json().GetProperty("lots").EnumerateArray().Select(lot => (
            lot.GetProperty("school").GetString(), lot.GetProperty("lot").GetInt32(), lot.GetProperty("responses").GetInt32(), lot.GetProperty("hasty").GetInt32(),
            lot.GetProperty("identical").GetInt32(), lot.GetProperty("state").GetString(), lot.GetProperty("leftOut").GetBoolean()));

    private async Task<IEnumerable<(string?, int)>> LeftOutAsync(WholeStorage storage) =>
        (await storage.RunAsync("wave", "show", _seeds.Families)).Json().GetProperty("bySchool").EnumerateArray()
            .Select(school => (school.GetProperty("school").GetString(), school.GetProperty("leftOut").GetInt32())).Order();

    private async Task<(int, string?)> DecideAsync(WholeStorage storage, string command, string school, params string[] options)
    {
        var run = await storage.RunAsync(["flags", command, _seeds.Families, school, .. options]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return ((int)run.Number("responses"), run.Json().GetProperty("state").GetString());
    }
}
