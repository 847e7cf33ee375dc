using System.Net;
using System.Text.Json;

using SurveyEngine.Intake;

using SurveyFunctions.Tests.Pages;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Results;

public sealed class ResultsTests(AppFixture app)
{
    private HttpClient Client => app.Standalone.Client;

    [Fact]
    public async Task Before_the_first_release_there_is_nothing_to_see()
    {
        var wave = await app.OpenWaveAsync();

        var json = await Answered.ToGetAsync(Client, Api(wave, "network"));
        var csv = await Answered.ToGetAsync(Client, Api(wave, "network") + "?format=csv");
        var page = await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}");

        Assert.All(new[] { json, csv }, answered => Assert.Equal((HttpStatusCode.NotFound, "results-not-ready"), (answered.Status, answered.Code)));
        Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8"), (page.Status, page["Content-Type"]));
    }

    [Fact]
    public async Task Page_JSON_and_CSV_show_the_same_figures_and_hide_the_same_cells()
    {
        var wave = await ReleasedAsync();
        var (shown, hidden) = (0, 0);
        foreach (var scope in new[] { "network", "district-a", "district-b", "school-000", "school-002", "coalition" })
        {
            var json = (await Answered.ToGetAsync(Client, Api(wave, scope))).Json;
            var csv = CsvOf((await Answered.ToGetAsync(Client, Api(wave, scope) + "?format=csv")).Body);
            var rows = RowsOf((await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}/{scope}?lang=en")).Body);

            Assert.Equal(FiguresOf(json).Order(StringComparer.Ordinal), csv.Order(StringComparer.Ordinal));
            foreach (var topic in json.GetProperty("topics").EnumerateArray())
                Assert.Equal(CellsOf(topic.GetProperty("rate")), rows[topic.GetProperty("text").GetString()!]);
            foreach (var item in json.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("topic").ValueKind != JsonValueKind.Null))
                Assert.Equal(CellsOf(item.GetProperty("rate")), rows[item.GetProperty("text").GetString()!]);
            foreach (var child in json.GetProperty("children").EnumerateArray())
            {
                var (headline, participation) = (child.GetProperty("headline"), child.GetProperty("participation"));
                Assert.Equal(
                    [
                        Percent(headline, "favorable"), Percent(headline, "unfavorable"), Percent(child.GetProperty("survey"), "favorable"),
                        Cell(participation, "responses"), Percent(participation, "ratePercent"),
                    ],
                    rows[child.GetProperty("scope").GetProperty("name").GetString()!]);
            }
            shown += csv.Count(line => !line.EndsWith(",,,,,,", StringComparison.Ordinal));
            hidden += csv.Count(line => line.EndsWith(",,,,,,", StringComparison.Ordinal));
        }
        // Else the comparison would say little.
        Assert.True(shown > 20 && hidden > 20, $"{shown} figures are shown and {hidden} hidden.");
    }

    [Fact]
    public async Task An_unchanged_release_is_not_sent_again()
    {
        var wave = await ReleasedAsync();
        string[] addresses =
            [Api(wave, "network"), Api(wave, "network") + "?format=csv", Api(wave, "district-a"), $"/dashboard/{wave.Id}?lang=en", $"/dashboard/{wave.Id}?lang=ar"];
        var etags = new List<string>();
        foreach (var address in addresses)
        {
            var etag = (await Answered.ToGetAsync(Client, address))["ETag"]!;
            etags.Add(etag);
            foreach (var known in new[] { etag, etag["W/".Length..], $"\"other\", {etag}" })
            {
                var again = await Answered.ToGetAsync(Client, address, ("If-None-Match", known));
                Assert.Equal((HttpStatusCode.NotModified, "", etag), (again.Status, again.Body, again["ETag"]));
                Assert.Equal("no-cache", again["Cache-Control"]);
                Assert.Equal("nosniff", again["X-Content-Type-Options"]);
            }
            Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(Client, address, ("If-None-Match", "\"other\""))).Status);
        }
        Assert.Equal(addresses.Length, etags.Distinct().Count());

        await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await Answered.ToGetAsync(Client, addresses[0], ("If-None-Match", etags[0]))).Status);
    }

    [Fact]
    public async Task Nobody_reads_a_scope_of_another_wave_or_none_at_all()
    {
        var wave = await ReleasedAsync();
        var small = await ReleasedAsync(schools: 1);
        foreach (var scope in new[] { "school-002", "no-such-scope", "no!scope", "everyone%21page", "%2e%2e" })
        {
            var json = await Answered.ToGetAsync(Client, Api(small, scope));
            Assert.Equal(HttpStatusCode.NotFound, json.Status);
            Assert.Equal(HttpStatusCode.NotFound, (await Answered.ToGetAsync(Client, $"/dashboard/{small.Id}/{scope}")).Status);
        }
        Assert.Equal("unknown-scope", (await Answered.ToGetAsync(Client, Api(small, "school-002"))).Code);
        Assert.Equal("unknown-wave", (await Answered.ToGetAsync(Client, "/api/waves/no-such-wave/results/network")).Code);
        Assert.Equal("unknown-scope", (await Answered.ToGetAsync(
            Client, Api(small, "school-002"), ("If-None-Match", (await Answered.ToGetAsync(Client, Api(wave, "school-002")))["ETag"]!))).Code);
    }

    [Fact]
    public async Task The_page_without_a_scope_is_that_of_the_top()
    {
        var wave = await ReleasedAsync();

        var top = await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}");
        var named = await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}/network");

        Assert.Equal((HttpStatusCode.OK, named.Body), (top.Status, top.Body));
    }

    [Fact]
    public async Task The_page_is_offered_in_the_languages_of_the_survey()
    {
        var wave = await ReleasedAsync();

        var english = await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}?lang=es");
        var arabic = await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}", ("Accept-Language", "ar-EG"));

        Assert.Equal(("en", "ar"), (english["Content-Language"], arabic["Content-Language"]));
        Assert.Equal(["ar"], Markup.Of(english.Body).Named("a").Select(link => link["hreflang"]).OfType<string>());
        Assert.Contains("أشعر بالترحيب.", arabic.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CSV_is_a_file_and_can_be_asked_for_by_header()
    {
        var wave = await ReleasedAsync();

        var csv = await Answered.ToGetAsync(Client, Api(wave, "coalition"), ("Accept", "text/csv"));
        var bytes = await csv.Message.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/csv; charset=utf-8", csv["Content-Type"]);
        Assert.Equal($"attachment; filename=\"{wave.Id}-coalition.csv\"", csv["Content-Disposition"]);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("Accept, Accept-Encoding", csv["Vary"]);
    }

    private static string Api(TestWave wave, string scope) => $"/api/waves/{wave.Id}/results/{scope}";

    /// <summary>Two schools with enough answers, one with too few; comments and other kinds of items among them.</summary>
    private async Task<TestWave> ReleasedAsync(int schools = 3)
    {
        var wave = await app.OpenWaveAsync(schools);
        string[] views = ["very-favorable", "favorable", "neither", "unfavorable"];
        string[] agreement = ["strongly-agree", "agree", "disagree"];
        var submissions = Enumerable.Range(0, 75).Select(i => wave.Submission(
            i < 4 ? schools - 1 : i % Math.Min(2, schools),
            $$"""{"overall":"{{views[i % 4]}}","welcome":"{{agreement[i % 3]}}"{{(i % 12 == 0 ? ",\"left-out\":\"agree\"" : "")}}}"""));
        var outcomes = await Task.WhenAll(submissions.Select(app.Engine.Accept.AcceptAsync));
        Assert.All(outcomes, outcome => Assert.Equal(IntakeOutcome.Accepted, outcome));
        Assert.NotNull(await app.Engine.Release.RunAsync(wave.Wave, CancellationToken.None));
        return wave;
    }

    /// <summary>Every figure of the JSON as <c>scope,measure,id,n,favorable,…</c>, the form of the CSV.</summary>
    private static IEnumerable<string> FiguresOf(JsonElement json) =>
    [
        .. ToplineOf(json),
        .. json.GetProperty("topics").EnumerateArray().Select(topic => RateOf(json, "topic", topic.GetProperty("topic").GetString()!, topic.GetProperty("rate"))),
        .. json.GetProperty("items").EnumerateArray().Select(item =>
            RateOf(json, "item", item.GetProperty("item").GetString()!, item.GetProperty("rate")) + item.GetProperty("meanScore")),
        .. json.GetProperty("children").EnumerateArray().SelectMany(ToplineOf),
    ];

    private static IEnumerable<string> ToplineOf(JsonElement part) =>
    [
        $"{ScopeOf(part)},responses,,{part.GetProperty("participation").GetProperty("responses")},,,,,,",
        $"{ScopeOf(part)},population,,{part.GetProperty("participation").GetProperty("population")},,,,,,",
        $"{ScopeOf(part)},response_rate_percent,,{part.GetProperty("participation").GetProperty("ratePercent")},,,,,,",
        RateOf(part, "headline", SmallSurvey.Overall, part.GetProperty("headline")),
        RateOf(part, "survey", "", part.GetProperty("survey")),
    ];

    private static string ScopeOf(JsonElement part) => part.GetProperty("scope").GetProperty("id").GetString()!;

    private static string RateOf(JsonElement part, string measure, string id, JsonElement rate) =>
        $"{ScopeOf(part)},{measure},{id}," + string.Concat(
            new[] { "n", "favorable", "neutral", "unfavorable", "low", "high" }.Select(name => $"{rate.GetProperty(name)},"));

    private static List<string> CsvOf(string csv)
    {
        var lines = csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "wave,state,demo,release,as_of,scope,scope_name,scope_kind,measure,id,text,n,favorable_percent,neutral_percent,unfavorable_percent,low_percent,high_percent,mean_score",
            lines[0]);
        // No name or text of the test survey holds a comma.
        return [.. lines[1..].Select(line => line.Split(',')).Select(cells => string.Join(',', [cells[5], cells[8], cells[9], .. cells[11..]]))];
    }

    private static string[] CellsOf(JsonElement rate) =>
        [Percent(rate, "favorable"), Percent(rate, "neutral"), Percent(rate, "unfavorable"), Cell(rate, "n")];

    private static string Percent(JsonElement part, string name) =>
        part.GetProperty(name).ValueKind == JsonValueKind.Null ? "*" : $"{part.GetProperty(name)}%";

    private static string Cell(JsonElement part, string name) =>
        part.GetProperty(name).ValueKind == JsonValueKind.Null ? "*" : $"{part.GetProperty(name)}";

    /// <summary>The cells of every row of the page's tables, by the row's name.</summary>
    private static Dictionary<string, List<string>> RowsOf(string page)
    {
        var rows = new Dictionary<string, List<string>>();
        var cells = new List<string>();
        var isName = false;
        foreach (var tag in Markup.Of(page).Tags)
        {
            if (tag is { Name: "th" } && tag["scope"] == "row")
            {
                cells = [];
                isName = true;
            }
            if (isName && tag.Name is "th" or "a" or "bdi" or "span" && tag.Text.Trim().Length > 0)
            {
                rows[tag.Text.Trim()] = cells;
                isName = false;
            }
            if (tag.Name == "td")
                cells.Add(tag.Text.Trim());
            else if (tag.Name == "span" && tag["aria-hidden"] == "true" && cells.Count > 0 && cells[^1].Length == 0)
                cells[^1] = tag.Text.Trim();
        }
        return rows;
    }
}
