using System.Text.Json;
using System.Text.RegularExpressions;

using SurveyEngine.Intake;
using SurveyEngine.Keys;
using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Results;

using Surveys.Definitions;
using Surveys.Releases;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Results;

/// <summary>docs/results.md against the rows, the CSV and the JSON of waves that between them have every kind of figure.</summary>
public sealed partial class DocumentedColumnsTests : IDisposable
{
    private const string Pleased = """{"overall":"very-favorable","welcome":"agree","left-out":"agree"}""";
    private const string Displeased = """{"overall":"unfavorable","welcome":"disagree"}""";

    private readonly EmbeddedFixture _store = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly Engine _engine;

    public DocumentedColumnsTests() => _engine = new Engine(_store.Tables, _store.Queues, _clock);

    [Fact]
    public async Task Every_column_and_member_is_documented_and_no_other()
    {
        await _engine.SetUpAsync();
        var shown = new List<(Wave Wave, ShownScope Scope)>();
        foreach (var wave in new[] { await OfUnknownNumbersAsync(), await EarlierAsync(), await SettledAsync(minds: 1), await SettledAsync(minds: 3) })
        {
            var release = (await _engine.Results.FindReleaseAsync(wave, CancellationToken.None))!;
            foreach (var scope in new[] { "network", "network-small-schools", "district-a", "school-000", "coalition" })
            {
                if (await _engine.Results.FindAsync(wave, release, new(scope), CancellationToken.None) is { } found)
                    shown.Add((wave, found));
            }
        }
        var rows = await _store.Tables.ScanAsync(StoreNames.Results, "", "~", null, CancellationToken.None).ToListAsync();
        var releases = rows.Where(row => row.RowKey is ResultsKeys.Latest || row.RowKey.StartsWith("release!", StringComparison.Ordinal)).ToList();
        var figures = rows.Except(releases).Concat(shown.SelectMany(one => new ResultRows(one.Wave, one.Scope).OfChildren())).ToList();

        Assert.Equal(Documented("From the table"), Sorted(releases.SelectMany(row => row.Keys).Append("BeforeBlocks")));
        Assert.Equal(Documented("Columns"), Sorted(figures.SelectMany(row => row.Keys)));
        Assert.Equal(Documented("Columns"), Sorted(ResultRows.Columns));
        Assert.Equal(Documented("Rows"), Sorted(figures.Select(row => row.GetString("Measure")!)));
        Assert.Equal(Documented("JSON", all: true), Sorted(shown.SelectMany(one => MembersOf(JsonDocument.Parse(ResultsJson.Write(new FoundResults(one.Wave, one.Scope, ""))).RootElement))));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _store.Dispose();
    }

    /// <summary>Of nobody it is known how many could answer: two as one.</summary>
    private async Task<Wave> OfUnknownNumbersAsync()
    {
        var wave = await TestWave.OpenAsync(_engine, schools: 2, Audience.Member, settings: ",\"populationAtLeast\":5");
        var members = new TestWave
        {
            Tenant = wave.Tenant,
            Id = wave.Id,
            Wave = wave.Wave,
            Schools = await _engine.Waves.FirstSchoolsAsync(wave.Wave, 10, CancellationToken.None),
        };
        await SubmitAsync(members, 0, (Pleased, 12));
        await SubmitAsync(members, 1, (Displeased, 12));
        await _engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        return wave.Wave;
    }

    /// <summary>The headline's classes were told another night.</summary>
    private async Task<Wave> EarlierAsync()
    {
        var wave = await TestWave.OpenAsync(_engine);
        const string Neither = """{"overall":"neither"}""";
        await SubmitAsync(wave, 0, (Pleased, 12), (Neither, 3), (Displeased, 5));
        await _engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(TimeSpan.FromDays(1));
        await SubmitAsync(wave, 0, (Pleased, 9), (Neither, 1), (Displeased, 9));
        await _engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        return wave.Wave;
    }

    /// <summary>With groups of one mind each, or of several, and at its end with answers that came too late.</summary>
    private async Task<Wave> SettledAsync(int minds)
    {
        var wave = await TestWave.OpenAsync(_engine, settings: ",\"pace\":200,\"weighting\":\"enrolment\"");
        string[] languages = ["english", "arabic"];
        for (var i = 0; i < 96; i++)
        {
            var isFavorable = minds == 1 ? i % 2 == 0 : i % minds == 0;
            var view = isFavorable ? "favorable" : i % 8 == 7 ? "neither" : "unfavorable";
            var answer = isFavorable ? "agree" : "disagree";
            var answers = $$"""
                {"overall":"{{view}}","welcome":"{{answer}}","left-out":"{{(i % 5 == 0 ? "agree" : "disagree")}}","home-language":"{{languages[i % 2]}}",
                 "ways":["{{(i % 3 == 0 ? "letter" : "phone")}}"],"recommend":{{(isFavorable ? 10 : 0)}},
                 "used-interpreter":{{(i % 4 < 2 ? $"\"yes\",\"interpreter\":\"{answer}\"" : "\"no\"")}}}
                """;
            await SubmitAsync(wave, 0, (answers, 1));
        }
        await _engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        await SubmitAsync(wave, 0, (Pleased, 11));
        await _engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        _clock.Advance(ChangeWaveState.ClosingTime + TimeSpan.FromMinutes(1));
        await _engine.FoldAll.FoldAsync(CancellationToken.None);
        _engine.Waves.Forget(wave.Id);
        var settled = await _engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
        await _engine.Release.RunAsync(settled, CancellationToken.None);
        return settled;
    }

    private Task<IntakeOutcome[]> SubmitAsync(TestWave wave, int school, params (string Answers, int Count)[] responses) => Task.WhenAll(
        responses.SelectMany(kind => Enumerable.Range(0, kind.Count).Select(_ => _engine.Accept.AcceptAsync(wave.Submission(school, kind.Answers)))));

    /// <summary>Those of the objects within it too; the names in <c>answers</c> are the survey's. No object has one twice.</summary>
    private static IEnumerable<string> MembersOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(MembersOf),
        JsonValueKind.Object => Distinct([.. json.EnumerateObject()]).SelectMany(
            member => member.Name == "answers" ? [member.Name] : MembersOf(member.Value).Prepend(member.Name)),
        _ => [],
    };

    private static IReadOnlyList<JsonProperty> Distinct(IReadOnlyList<JsonProperty> members)
    {
        Assert.Equal(members.Count, members.Select(member => member.Name).Distinct().Count());
        return members;
    }

    /// <summary>What the tables of a section name in their first column.</summary>
    /// <param name="all">In the others too, but what begins with a capital: columns that it is compared to.</param>
    private static List<string> Documented(string section, bool all = false)
    {
        var text = File.ReadAllText(Repository.Path("docs", "results.md"));
        var cells = text.Split($"\n## {section}\n")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => all ? line : line.Split('|')[1]);
        return Sorted(cells.SelectMany(cell => Quoted().Matches(cell)).Select(match => match.Groups["name"].Value)
            .Where(name => !all || !char.IsUpper(name[0])));
    }

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("`(?<name>[A-Za-z-]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
