using System.Text;
using System.Text.Json;

using Surveyctl.Tests.Local;

using TestSupport;

namespace Surveyctl.Tests.Demo;

/// <summary>The demo as somebody sees it who has nothing but its addresses, and wants to know what it does not show.</summary>
public sealed class DemoAttackTests(DemoAttackTests.RunningDemo demo) : IClassFixture<DemoAttackTests.RunningDemo>
{
    /// <summary>Numbers of answers under a hundred are shown to the nearest five.</summary>
    private const int Rounding = 2;

    private static readonly string[] Settled = ["southeast-2025-families", "minnesota-2025-families"];
    private static readonly string[] Open = ["southeast-2026-families", "southeast-2026-staff", "minnesota-2026-families", "minnesota-2026-members"];

    /// <summary>Collections less their shown schools, districts less theirs, of every figure that has a number.</summary>
    [Fact]
    public async Task A_scope_less_what_is_shown_below_it_leaves_nobody_or_ten()
    {
        var rests = 0;
        foreach (var wave in Settled.Concat(Open))
        {
            foreach (var scope in await demo.ScopesAsync(wave))
            {
                var below = new List<JsonElement>();
                foreach (var child in scope.GetProperty("children").EnumerateArray())
                {
                    // Collections overlap with what else is below the top; parts have no address of their own.
                    if (child.GetProperty("scope").GetProperty("kind").GetString() is "coalition" or "county" or "level" or "part")
                        continue;
                    below.Add(await demo.ScopeAsync(wave, child.GetProperty("scope").GetProperty("id").GetString()!));
                }
                foreach (var (figure, whole) in Figures(scope))
                {
                    var parts = below.SelectMany(Figures).Where(part => part.Figure == figure).Select(part => part.N).ToList();
                    var unsure = Rounding * parts.Append(whole).Count(n => n <= 100);
                    var rest = whole - parts.Sum();
                    if (parts.Count == 0 || unsure > 4)
                        continue;
                    rests++;
                    Assert.True(Math.Abs(rest) <= unsure || rest >= 10 - unsure, $"{wave}, {scope.GetProperty("scope").GetProperty("id")}: {figure} leaves {rest}.");
                }
            }
        }
        Assert.True(rests > 100, $"{rests}");
    }

    [Fact]
    public async Task No_whole_percent_of_a_small_number_tells_how_many_nor_is_a_cell_of_one_mind()
    {
        var shown = 0;
        foreach (var wave in Settled.Concat(Open))
        {
            foreach (var scope in await demo.ScopesAsync(wave))
            {
                foreach (var rate in Rates(scope))
                {
                    if (rate.GetProperty("n").ValueKind is JsonValueKind.Null)
                        continue;
                    shown++;
                    var n = rate.GetProperty("n").GetInt32();
                    Assert.True(n >= 10 && (n >= 100 || n % 5 == 0), $"{n}");
                    // Three at least are favorable, and three are not, of up to two more than is told.
                    var least = 300.0 / (n + Rounding);
                    Assert.InRange(rate.GetProperty("favorable").GetInt32(), (int)Math.Floor(least), (int)Math.Ceiling(100 - least));
                }
            }
        }
        Assert.True(shown > 2000, $"{shown}");
    }

    [Fact]
    public async Task Two_releases_with_one_answer_between_them_are_the_same()
    {
        const string wave = "southeast-2026-families";
        var before = (await demo.ScopesAsync(wave)).ConvertAll(Comparable);
        await demo.SendAsync(wave, "alder-bridge-high", """{"overall":"very-unfavorable"}""");
        await demo.RunAsync("rollup", wave);

        Assert.Equal(before, (await demo.ScopesAsync(wave)).ConvertAll(Comparable));
    }

    [Fact]
    public async Task Ten_known_answers_about_a_member_of_one_person_show_nothing_before_or_after_they_are_withdrawn()
    {
        const string wave = "minnesota-2026-members";
        var hidden = (await demo.ScopesAsync(wave)).Last(scope => Figures(scope).Count == 0).GetProperty("scope").GetProperty("id").GetString()!;
        var receipts = new List<string>();
        for (var known = 0; known < 10; known++)
            receipts.Add(await demo.SendAsync(wave, hidden, $$"""{"overall":"{{(known < 5 ? "very-favorable" : "very-unfavorable")}}"}"""));
        await demo.RunAsync("rollup", wave);
        Assert.Empty(Figures(await demo.ScopeAsync(wave, hidden)));

        foreach (var receipt in receipts)
            await demo.WithdrawAsync(wave, receipt);
        await demo.RunAsync("rollup", wave);
        Assert.Empty(Figures(await demo.ScopeAsync(wave, hidden)));
    }

    [Fact]
    public async Task The_attack_on_what_pages_show_finds_nothing()
    {
        foreach (var wave in Settled)
            Assert.Contains("none follows", (await demo.RunAsync("attack", wave)).Output, StringComparison.Ordinal);
    }

    /// <summary>What has a number of answers, by a name that is the same in every scope.</summary>
    private static List<(string Figure, int N)> Figures(JsonElement scope)
    {
        var figures = new List<(string, int)>();
        Add("headline", scope.GetProperty("headline"));
        foreach (var topic in scope.GetProperty("topics").EnumerateArray())
            Add($"topic {topic.GetProperty("topic")}", topic.GetProperty("rate"));
        foreach (var item in scope.GetProperty("items").EnumerateArray())
            Add($"item {item.GetProperty("item")}", item.GetProperty("rate"));
        foreach (var group in scope.GetProperty("groups").EnumerateArray())
        {
            foreach (var value in group.GetProperty("values").EnumerateArray())
            {
                var name = $"{group.GetProperty("item")} {value.GetProperty("option")}";
                Add($"{name}: headline", value.GetProperty("headline"));
                foreach (var item in value.GetProperty("items").EnumerateArray())
                    Add($"{name}: {item.GetProperty("item")}", item.GetProperty("rate"));
            }
        }
        return figures;

        void Add(string name, JsonElement rate)
        {
            if (rate.ValueKind is JsonValueKind.Object && rate.GetProperty("n").ValueKind is JsonValueKind.Number)
                figures.Add((name, rate.GetProperty("n").GetInt32()));
        }
    }

    private static IEnumerable<JsonElement> Rates(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("favorableAtLeast", out _) && element.GetProperty("favorable").ValueKind is JsonValueKind.Number => [element],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Rates(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Rates),
        _ => [],
    };

    /// <summary>All but the release, its moment and how many have answered, which moves by steps.</summary>
    private static string Comparable(JsonElement scope) => string.Join('\n', scope.EnumerateObject()
        .Where(property => property.Name is not ("release" or "asOf" or "participation" or "children"))
        .Select(property => property.ToString()));

    /// <summary>One for all attacks.</summary>
    public sealed class RunningDemo : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private readonly HttpClient _client = new();
        private UpProcess? _up;

        public async ValueTask InitializeAsync()
        {
            _up = UpProcess.Start("--data", _folder.FullName, "--port", "0", "--seeds", Repository.Path("seeds"));
            var ready = await _up.UntilReadyAsync();
            _client.BaseAddress = new Uri(ready.GetProperty("links")[0].GetProperty("url").GetString()!);
        }

        /// <summary>The whole tree and its collections.</summary>
        public async Task<List<JsonElement>> ScopesAsync(string wave)
        {
            var scopes = new List<JsonElement>();
            var open = new Queue<string>([wave.StartsWith("minnesota", StringComparison.Ordinal) ? "minnesota-network" : "southeast"]);
            while (open.TryDequeue(out var id))
            {
                var scope = await ScopeAsync(wave, id);
                scopes.Add(scope);
                foreach (var child in scope.GetProperty("children").EnumerateArray())
                {
                    // Whose children are met elsewhere too.
                    if (child.GetProperty("scope").GetProperty("kind").GetString() is not "part")
                        open.Enqueue(child.GetProperty("scope").GetProperty("id").GetString()!);
                }
            }
            return [.. scopes.DistinctBy(scope => scope.GetProperty("scope").GetProperty("id").GetString())];
        }

        public async Task<JsonElement> ScopeAsync(string wave, string scope)
        {
            using var json = JsonDocument.Parse(await _client.GetStringAsync($"/api/waves/{wave}/results/{scope}"));
            return json.RootElement.Clone();
        }

        /// <returns>The receipt.</returns>
        public async Task<string> SendAsync(string wave, string school, string answers)
        {
            var answer = await PostAsync($"/api/waves/{wave}/responses", $$"""{"id":"{{Guid.NewGuid()}}","school":"{{school}}","language":"en","answers":{{answers}}}""");
            return answer.GetProperty("receipt").GetString()!;
        }

        public Task WithdrawAsync(string wave, string receipt) => PostAsync($"/api/waves/{wave}/withdrawals", $$"""{"receipt":"{{receipt}}"}""");

        internal async Task<CommandRun> RunAsync(params string[] args)
        {
            var run = await CommandRun.OfAsync([.. args, "--data", _folder.FullName]);
            Assert.True(run.ExitCode == 0, run.Errors);
            return run;
        }

        public async ValueTask DisposeAsync()
        {
            if (_up is not null)
            {
                await _up.TerminateAsync();
                _up.Dispose();
            }
            _client.Dispose();
            _folder.Dispose();
        }

        private async Task<JsonElement> PostAsync(string address, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await _client.PostAsync(address, content);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
    }
}
