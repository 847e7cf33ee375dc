using System.Net;
using System.Text.RegularExpressions;

using Benchmarks.Running;
using Benchmarks.Wire;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using Surveys.Ids;

using TestSupport.Waves;

namespace Benchmarks;

/// <summary>
/// What it costs the storage that a dashboard asks who its reader is: requests of the page of a school, counted on the wire between app and Azurite,
/// of a public wave by anybody and of one for members by a viewer of that school.
/// </summary>
internal sealed partial class AccessBench(Choice choice)
{
    private const string School = "school-000";

    [GeneratedRegex("name=\"token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token { get; }

    public async Task RunAsync()
    {
        using var app = await PublishedApp.MakeAsync(choice.IsQuick);
        await using var store = await FreshStore.StartAsync(StoreKind.Azurite);
        await using var tables = new CountingProxy(store.Azurite!.TableEndpoint, isQueue: false);
        var settings = store.AppSettings(tables.Through(store.Azurite.ConnectionString));
        settings["Work"] = "false";
        var (open, members) = (await ReleasedAsync(store.Engine, "public"), await ReleasedAsync(store.Engine, "members"));
        await using var running = await MeasuredApp.StartAsync(app, settings);
        using var anybody = NewClient(running.Port);
        using var viewer = NewClient(running.Port);
        using var another = NewClient(running.Port);
        await SignInAsync(viewer, store.Engine, members);
        await SignInAsync(another, store.Engine, members);

        var requests = choice.Of(1000);
        // What a copy of the app reads once of a wave is read.
        await CountAsync(anybody, open, 1, tables);
        await CountAsync(viewer, members, 1, tables);
        var rows = new List<IReadOnlyList<string>>();
        var baseline = Tell("public, anybody", await CountAsync(anybody, open, requests, tables), requests, null);
        Tell("members, a viewer, within a minute of their last", await CountAsync(viewer, members, requests, tables), requests, baseline);
        await Task.Delay(PeopleCache.Lifetime + TimeSpan.FromSeconds(1));
        // The state of a wave is read again as well, by whoever comes first.
        await CountAsync(anybody, open, 1, tables);
        await CountAsync(another, members, 1, tables);
        baseline = Tell("public, anybody, after a minute", await CountAsync(anybody, open, 1, tables), 1, null);
        Tell("members, a viewer, after a minute", await CountAsync(viewer, members, 1, tables), 1, baseline);
        Report.Table("access on Azurite: reads of the storage per request of a dashboard", ["request", "requests", "reads each", "more than anybody's"], rows);

        double Tell(string name, long reads, int of, double? anybodys)
        {
            var each = (double)reads / of;
            Report.Line("access", [("request", name), ("requests", of), ("readsPerRequest", each), ("more", each - anybodys)]);
            rows.Add([name, $"{of}", $"{each:F3}", anybodys is { } less ? $"{each - less:F3}" : ""]);
            return each;
        }
    }

    private static async Task<long> CountAsync(HttpClient client, TestWave wave, int requests, CountingProxy tables)
    {
        var before = Reads();
        for (var i = 0; i < requests; i++)
        {
            using var answer = await client.GetAsync($"/dashboard/{wave.Id}/{School}?lang=en");
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new InvalidOperationException($"The dashboard answers {(int)answer.StatusCode}.");
        }
        return Reads() - before;

        long Reads() => tables.Counts[CallKind.PointRead] + tables.Counts[CallKind.RangeRead];
    }

    private static HttpClient NewClient(int port) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    private static async Task SignInAsync(HttpClient client, Engine engine, TestWave wave)
    {
        var (person, secret) = await engine.People.AddAsync(
            wave.Tenant, "Viewer", new Grant(Role.Viewer, new ScopeId(School)), isProgram: false, TimeSpan.FromDays(1), Actor.OfCommand("Benchmarks"), CancellationToken.None);
        var link = $"/invitation/{wave.Tenant}/{person.Id}/{secret}";
        var token = Token.Match(await client.GetStringAsync(link)).Groups["token"].Value;
        using var signedIn = await client.PostAsync(link, new FormUrlEncodedContent([new("token", token)]));
    }

    private static async Task<TestWave> ReleasedAsync(Engine engine, string visibility)
    {
        var wave = await TestWave.OpenAsync(engine, schools: 4, settings: $",\"visibility\":\"{visibility}\",\"pace\":200");
        await Task.WhenAll(Enumerable.Range(0, 96).Select(i => engine.Accept.AcceptAsync(
            wave.Submission(school: i % 4, answers: $$"""{"overall":"{{(i / 4 % 2 == 0 ? "favorable" : "unfavorable")}}"}"""))));
        await engine.Release.RunAsync(wave.Wave, CancellationToken.None);
        return wave;
    }
}
