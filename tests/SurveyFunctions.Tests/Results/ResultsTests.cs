using System.Net;
using System.Text.Json;

using SurveyEngine.Intake;

using SurveyFunctions.Tests.Intake;
using SurveyFunctions.Tests.Pages;

using Surveys.Ids;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_JSON_and_CSV_show_the_same_figures_and_hide_the_same_cells(bool isSettled)
    {
        var wave = await ReleasedAsync(isSettled: isSettled);
        var (shown, hidden) = (0, 0);
        foreach (var scope in new[] { "network", "district-a", "district-b", "school-000", "school-002", "coalition" })
        {
            var read = await IndependentReader.ReadResultsAsync(new Uri(Client.BaseAddress!, Api(wave, scope)), CancellationToken.None);
            var json = read.GetProperty("json");
            var csv = read.GetProperty("csv").EnumerateArray().Select(LineOf).ToList();
            var body = (await Answered.ToGetAsync(Client, $"/dashboard/{wave.Id}/{scope}?lang=en")).Body;
            var rows = RowsOf(body);

            Assert.Equal(isSettled, json.GetProperty("settled").GetBoolean());
            Assert.Equal(
                json.GetProperty("languages").GetArrayLength() > 0, body.Contains("Languages of the answers: <bdi lang=\"en\">English</bdi></p>", StringComparison.Ordinal));
            Assert.Equal(FiguresOf(json).Order(StringComparer.Ordinal), csv.Order(StringComparer.Ordinal));
            if (body.Contains("Too few people answered", StringComparison.OrdinalIgnoreCase))
            {
                // One sentence in place of a page of symbols.
                Assert.All(rows.Keys, row => Assert.Contains(row, json.GetProperty("children").ToString(), StringComparison.Ordinal));
                Assert.DoesNotContain(csv, line => line.Contains("favorable", StringComparison.Ordinal));
            }
            else
            {
                foreach (var topic in json.GetProperty("topics").EnumerateArray())
                    Assert.Equal(isSettled ? CellsOf(topic.GetProperty("rate")) : [Favorable(topic.GetProperty("rate")), Cell(topic.GetProperty("rate"), "n")], rows[topic.GetProperty("text").GetString()!]);
                foreach (var item in json.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("topic").ValueKind != JsonValueKind.Null))
                    Assert.Equal(CellsOf(item.GetProperty("rate")), rows[item.GetProperty("text").GetString()!]);
            }
            foreach (var child in json.GetProperty("children").EnumerateArray())
            {
                var (headline, participation) = (child.GetProperty("headline"), child.GetProperty("participation"));
                Assert.Equal(
                    [
                        Favorable(headline), Percent(headline, "unfavorable"), Favorable(child.GetProperty("survey")),
                        AtLeast(participation, Cell(participation, "responses"), "<10"), AtLeast(participation, Percent(participation, "ratePercent"), "<10%"),
                    ],
                    rows[child.GetProperty("scope").GetProperty("name").GetString()!]);
            }
            shown += csv.Count(line => line.Contains("favorable", StringComparison.Ordinal));
            hidden += csv.Count(line => !line.Contains("favorable", StringComparison.Ordinal));
        }
        // Else the comparison would say little.
        Assert.True(shown > 10 && hidden > 5, $"{shown} figures are shown and {hidden} hidden.");
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
        Assert.Contains("الانتماء", arabic.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_a_wave_has_settled_a_response_and_its_receipt_are_told_whether_it_is_in_the_results()
    {
        var wave = await app.OpenWaveAsync();
        var sent = Enumerable.Range(0, 16)
            .Select(i => (School: i < 12 ? 0 : 2, Id: new ResponseId(Guid.NewGuid()), Answers: $$"""{"overall":"{{(i % 2 == 0 ? "favorable" : "unfavorable")}}"}"""))
            .ToList();
        foreach (var (school, id, answers) in sent)
            Assert.Equal(IntakeOutcome.Accepted, await app.Engine.Accept.AcceptAsync(wave.Submission(school, answers, id)));
        var (withdrawn, replacing, never) = (sent[1].Id, new ResponseId(Guid.NewGuid()), new ResponseId(Guid.NewGuid()));
        await app.Engine.Accept.WithdrawAsync(new Withdrawal(wave.Wave, wave.Schools[0].Bucket, withdrawn));
        await app.Engine.Accept.AcceptAsync(wave.Submission(0, sent[2].Answers, replacing, replaces: sent[2].Id));
        await SettleAsync(wave);

        Assert.Equal("in-the-results", await StateAsync(sent[0]));
        Assert.Equal("too-late", await StateAsync(sent[^1]));
        Assert.Equal("What became of your answers", HeadingOf(await Answered.ToGetAsync(Client, WithdrawalJson.PageAddress(wave))));
        Assert.Equal("Your answers are in the results", await TitleAsync(sent[0].Id));
        Assert.Equal("Your answers are in the results", await TitleAsync(sent[2].Id));
        Assert.Equal("Your answers came too late for the results", await TitleAsync(sent[^1].Id));
        Assert.Equal("Your answers came too late for the results", await TitleAsync(never));
        Assert.Equal("Your answers are withdrawn", await TitleAsync(withdrawn));
        var mistyped = await WithdrawalJson.PostPageAsync(Client, wave, "nonsense");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "What became of your answers"), (mistyped.Status, HeadingOf(mistyped)));
        Assert.Equal((HttpStatusCode.Conflict, "wave-not-open"), await WithdrawingAsync(sent[0].Id));

        static string HeadingOf(Answered page) => Assert.Single(Markup.Of(page.Body).Named("h1")).Text;

        async Task<string> TitleAsync(ResponseId id) =>
            HeadingOf(await WithdrawalJson.PostPageAsync(Client, wave, Surveys.Answers.Receipt.Format(wave.Id, wave.Schools[0].Bucket, id)));

        async Task<(HttpStatusCode, string?)> WithdrawingAsync(ResponseId id)
        {
            var answered = await WithdrawalJson.PostAsync(Client, wave, Surveys.Answers.Receipt.Format(wave.Id, wave.Schools[0].Bucket, id));
            return (answered.Status, answered.Code);
        }

        async Task<string?> StateAsync((int School, ResponseId Id, string Answers) response)
        {
            var answered = await Answered.ToPostAsync(
                Client, $"/api/waves/{wave.Id}/responses", $$"""{"id":"{{response.Id}}","school":"school-{{response.School:D3}}","language":"en","answers":{{response.Answers}}}""");
            Assert.Equal(HttpStatusCode.OK, answered.Status);
            return answered.Json.GetProperty("status").GetString();
        }
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
    private async Task<TestWave> ReleasedAsync(int schools = 3, bool isSettled = false)
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
        if (isSettled)
            await SettleAsync(wave);
        return wave;
    }

    private async Task SettleAsync(TestWave wave)
    {
        await app.Engine.States.CloseAsync(wave.Wave, CancellationToken.None);
        var later = new ManualTimeProvider();
        later.Advance(TimeProvider.System.GetUtcNow().AddDays(1) - later.GetUtcNow());
        using var engine = new Engine(app.Azurite.Tables, app.Azurite.Queues, later);
        var closed = await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None);
        Assert.True(await engine.States.SettleAsync(closed, CancellationToken.None));
        engine.Waves.Forget(wave.Id);
        Assert.NotNull(await engine.Release.RunAsync(await engine.Waves.RequireAsync(wave.Tenant, wave.Id, CancellationToken.None), CancellationToken.None));
    }

    /// <summary>What names or dates a line of the CSV, and is no figure.</summary>
    private static readonly string[] Names =
    [
        "tenant", "wave", "wave_title", "survey", "is_demo", "release", "as_of", "is_settled", "name", "kind", "parent", "text", "answer_text", "group_text",
        "group_value_text", "earlier_headline_as_of",
    ];

    private static string LineOf(JsonElement line) => TextOf(line.EnumerateObject()
        .Where(column => !Names.Contains(column.Name))
        .Select(column => (column.Name, (string?)column.Value.GetString())));

    /// <summary>Every figure of the JSON as the line of the CSV that has it.</summary>
    private static IEnumerable<string> FiguresOf(JsonElement json) =>
    [
        ToplineOf("topline", json),
        .. PartsOf(json, json, []),
        .. json.GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("values").EnumerateArray().SelectMany(value =>
        {
            (string, string?)[] of = [("group", $"{group.GetProperty("item")}"), ("group_value", $"{value.GetProperty("option")}")];
            return Line(
                json, "group",
                [
                    .. of, ("responses", Text(value, "responses")), .. RateOf("headline_", value, "headline"),
                ])
                .Concat(PartsOf(json, value, of));
        })),
        .. json.GetProperty("children").EnumerateArray().Select(child => ToplineOf("child", child)),
    ];

    private static IEnumerable<string> PartsOf(JsonElement scope, JsonElement part, (string, string?)[] group)
    {
        var prefix = group.Length == 0 ? "" : "group-";
        foreach (var topic in part.GetProperty("topics").EnumerateArray())
        {
            foreach (var line in Line(scope, $"{prefix}topic", [.. group, ("topic", Text(topic, "topic")), .. RateOf("", topic, "rate")]))
                yield return line;
        }
        foreach (var item in part.GetProperty("items").EnumerateArray())
        {
            (string, string?)[] of =
                [.. group, ("topic", Text(item, "topic")), ("item", Text(item, "item")), ("is_asked_negatively", Text(item, "askedNegatively"))];
            var answers = item.TryGetProperty("answers", out var told) ? told.EnumerateObject().ToList() : [];
            var lines = answers.Where(answer => answer.Value.ValueKind is not JsonValueKind.Null)
                .SelectMany(answer => Line(scope, $"{prefix}answer", [.. of, ("answer", answer.Name), ("answer_percent", answer.Value.ToString())]));
            foreach (var line in Line(scope, $"{prefix}item", [.. of, .. RateOf("", item, "rate"), ("mean_score_of_ten", Text(item, "meanScore"))]).Concat(lines))
                yield return line;
        }
    }

    private static string ToplineOf(string measure, JsonElement part)
    {
        var participation = part.GetProperty("participation");
        return Line(
            part, measure,
            [
                ("schools", Text(part.GetProperty("scope"), "schools")), ("responses", Text(participation, "responses")), ("population", Text(participation, "population")),
                ("response_rate_percent", Text(participation, "ratePercent")), ("late_responses", Text(part, "lateResponses")), ("languages", part.TryGetProperty("languages", out var languages) ? string.Join(' ', languages.EnumerateArray()) : null),
                ("is_responses_at_least", Text(participation, "responses") is null ? null : Text(participation, "isAtLeast")),
                ("is_response_rate_low", Text(participation, "ratePercent") is null ? null : Text(participation, "isLow")),
                .. RateOf("headline_", part, "headline"), .. RateOf("earlier_headline_", part, "earlierHeadline"), .. RateOf("survey_", part, "survey"),
            ]).Single();
    }

    /// <summary>None for a group that is told nothing of.</summary>
    private static IEnumerable<string> Line(JsonElement part, string measure, IReadOnlyList<(string Name, string? Text)> columns)
    {
        string[] labels = ["group", "group_value", "topic", "item", "is_asked_negatively"];
        if (!measure.StartsWith("group", StringComparison.Ordinal) || columns.Any(column => column.Text is not null && !labels.Contains(column.Name)))
            yield return TextOf(columns.Append(("scope", Text(part.GetProperty("scope"), "id"))).Append(("measure", measure)));
    }

    private static string TextOf(IEnumerable<(string Name, string? Text)> columns) => string.Join(
        ' ', columns.Where(column => !string.IsNullOrEmpty(column.Text)).Select(column => $"{column.Name}={column.Text}").Order(StringComparer.Ordinal));

    private static (string, string?)[] RateOf(string prefix, JsonElement part, string name)
    {
        if (!part.TryGetProperty(name, out var rate))
            return [];
        var gap = rate.ValueKind is JsonValueKind.Object && rate.TryGetProperty("gap", out var told) ? told : default;
        return
        [
            (prefix + "n", Text(rate, "n")), (prefix + "favorable_percent", Text(rate, "favorable")), (prefix + "neutral_percent", Text(rate, "neutral")),
            (prefix + "unfavorable_percent", Text(rate, "unfavorable")), (prefix + "low_percent", Text(rate, "low")), (prefix + "high_percent", Text(rate, "high")),
            (prefix + "favorable_at_least_percent", Text(rate, "favorableAtLeast")), (prefix + "favorable_at_most_percent", Text(rate, "favorableAtMost")),
            (prefix + "gap_points", Text(gap, "points")), (prefix + "gap_low_points", Text(gap, "low")), (prefix + "gap_high_points", Text(gap, "high")),
            ($"is_{prefix}gap_called", Text(gap, "isCalled")),
        ];
    }

    /// <summary>Null: there is none, or it is hidden.</summary>
    private static string? Text(JsonElement part, string name) =>
        part.ValueKind is not JsonValueKind.Object || !part.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText()
        : value.ValueKind is JsonValueKind.Number ? value.GetDecimal().ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)
        : value.GetString();

    private static string[] CellsOf(JsonElement rate) =>
        [Favorable(rate), Percent(rate, "neutral"), Percent(rate, "unfavorable"), Cell(rate, "n")];

    private static string AtLeast(JsonElement participation, string figure, string few) =>
        !participation.GetProperty("isAtLeast").GetBoolean() ? figure : participation.GetProperty("responses").GetInt32() == 0 ? few : $"{figure}+";

    private static string Favorable(JsonElement rate) =>
        rate.GetProperty("favorableAtLeast").ValueKind == JsonValueKind.Number ? $"{rate.GetProperty("favorableAtLeast")}% or more"
        : rate.GetProperty("favorableAtMost").ValueKind == JsonValueKind.Number ? $"{rate.GetProperty("favorableAtMost")}% or less"
        : Percent(rate, "favorable");

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
                cells.Add(WebUtility.HtmlDecode(tag.Text.Trim()));
            else if (tag.Name == "span" && tag["aria-hidden"] == "true" && cells.Count > 0 && cells[^1].Length == 0)
                cells[^1] = tag.Text.Trim();
        }
        return rows;
    }
}
